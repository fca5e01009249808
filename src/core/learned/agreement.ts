/** Whether a look shows the learned page and nothing foreign, which a renderer upgrade must not hide. */
import type { PageFacts } from '../facts/page-facts.ts';
import { compare } from './comparison.ts';
import type { LearnedView } from './learned-view.ts';

const keptFrom = 0.9;
/** Share of added text that a day's news may bring. */
const mostAdded = 0.25;

/** Text, outline and hosts are as learned, apart from ordinary news. */
export function agrees(view: LearnedView | null, facts: PageFacts | null): boolean {
  if (view === null || facts === null || view.looks === 0) return false;
  const { textKept, outlineKept, addedShare } = compare(view, facts);
  return textKept >= keptFrom && outlineKept >= keptFrom && addedShare <= mostAdded && namesOnlyKnownHosts(view, facts);
}

function namesOnlyKnownHosts({ hosts }: LearnedView, { links, scripts, frames, forms }: PageFacts): boolean {
  const knows = (known: readonly string[], seen: readonly { readonly host: string | null }[]): boolean =>
    seen.every(({ host }) => host === null || known.includes(host));
  const named = scripts.flatMap(({ names }) => names.map((host) => ({ host })));
  return (
    knows(hosts.links, links) &&
    knows(hosts.scripts, [...scripts, ...named]) &&
    knows(hosts.frames, frames) &&
    knows(hosts.forms, forms) &&
    links.every((link) => !link.hidden || link.host === null || hosts.hiddenLinks.includes(link.address))
  );
}
