/** The union of several learned views: enough to tell what is new, not what is missing. */
import type { LearnedView } from './learned-view.ts';
import type { Tally } from './tally.ts';
import { joinValues } from './values/page-values.ts';

export function joinViews(views: readonly LearnedView[]): LearnedView {
  const weights = new Map<string, number>();
  for (const view of views) for (const [i, key] of view.blocks.keys.entries()) weights.set(key, view.weights[i] ?? 1);
  const blocks = union(views.map((view) => view.blocks));
  const places = union(views.map((view) => view.places));
  const hosts = (name: keyof LearnedView['hosts']) => [...new Set(views.flatMap((view) => view.hosts[name]))];
  return {
    looks: 1,
    titles: union(views.map((view) => view.titles)),
    metas: union(views.map((view) => view.metas)),
    blocks,
    weights: blocks.keys.map((key) => weights.get(key) ?? 1),
    starts: [],
    markupCharacters: Number.POSITIVE_INFINITY,
    side: union(views.map((view) => view.side)),
    places,
    renewed: places.keys.map(() => 0),
    outline: union(views.map((view) => view.outline)),
    words: union(views.map((view) => view.words)),
    addresses: union(views.map((view) => view.addresses)),
    scripts: union(views.map((view) => view.scripts)),
    hosts: {
      links: hosts('links'),
      scripts: hosts('scripts'),
      frames: hosts('frames'),
      forms: hosts('forms'),
      hiddenLinks: hosts('hiddenLinks'),
    },
    values: joinValues(
      views.map((view) => view.values),
      union,
    ),
    sizes: [],
  };
}

function union<K extends string | number>(tallies: readonly Tally<K>[]): Tally<K> {
  const keys = [...new Set(tallies.flatMap((tally) => tally.keys))];
  const once = keys.map(() => 1);
  return { keys, first: once, seen: once, last: once };
}
