/** What was learned of one view of a page, as received or as rendered. Plain data that survives JSON. */
import { fastHash } from '../facts/hash.ts';
import type { PageFacts } from '../facts/page-facts.ts';
import { foldText, wordsOf } from '../facts/text/text-folding.ts';
import type { Habits } from './habit.ts';
import { emptyTally, type Tally, tallyLook } from './tally.ts';
import { type LearnedValues, learnPageValues } from './values/page-values.ts';

/** Hosts that the page may name without raising a finding. Only people and the first learning add to them. */
interface LearnedHosts {
  readonly links: readonly string[];
  /** Of script addresses, and named inside inline scripts. */
  readonly scripts: readonly string[];
  readonly frames: readonly string[];
  readonly forms: readonly string[];
  /** Addresses of links hidden by markup. */
  readonly hiddenLinks: readonly string[];
}

export interface LearnedView {
  /** Looks that taught this view. */
  readonly looks: number;
  readonly titles: Tally;
  /** Descriptions and social-media titles, `name=value`. */
  readonly metas: Tally;
  /** Text blocks by `TextBlock.key`. */
  readonly blocks: Tally;
  /** Each block's share of the page: see `blockWeight`; same order as `blocks.keys`. */
  readonly weights: readonly number[];
  /**
   * Characters of text before the block in the latest look that showed it, in the same order; empty in a union of views,
   * where positions mean nothing.
   */
  readonly starts: readonly number[];
  /** Characters of the longest markup learned; infinite in a union of views. */
  readonly markupCharacters: number;
  /** Texts outside the blocks, by `SideText.key`. */
  readonly side: Tally;
  /** Places by path; `renewed` counts the looks in which one held text never seen before. */
  readonly places: Tally;
  readonly renewed: readonly number[];
  readonly outline: Tally<number>;
  /** Hashes of folded words. */
  readonly words: Tally<number>;
  /** Hashes of addresses of links, images, scripts and styles. */
  readonly addresses: Tally<number>;
  /** Inline scripts by `ScriptFact.key`. */
  readonly scripts: Tally;
  readonly hosts: LearnedHosts;
  /**
   * Layers that may cover the page, by `CoverFact.key`, and handlers it may contain, by `HandlerFact.key`. Like hosts
   * they come from the first learning and from people only. Omitted: never checked.
   */
  readonly covers?: readonly string[];
  readonly handlers?: readonly string[];
  /** What stands in the page's named slots. Omitted: never compared. */
  readonly values?: LearnedValues;
  /** Visible characters of each of the latest looks, at most 12. */
  readonly sizes: readonly number[];
  /** Day (`dayOf`) on which each block was first learned, in the order of `blocks.keys`. Missing in older baselines. */
  readonly since?: readonly number[];
  /** Day on which a script, inline or by address, was last learned. Missing in older baselines. */
  readonly scriptsSince?: number;
  /** How much each learned look brought. Missing in older baselines. */
  readonly habits?: Habits;
}

/** Days since 1970 in UTC. */
export function dayOf(at: number): number {
  return Math.floor(at / 86_400_000);
}

export const emptyView: LearnedView = {
  looks: 0,
  titles: emptyTally,
  metas: emptyTally,
  blocks: emptyTally,
  weights: [],
  starts: [],
  markupCharacters: 0,
  side: emptyTally,
  places: emptyTally,
  renewed: [],
  outline: emptyTally,
  words: emptyTally,
  addresses: emptyTally,
  scripts: emptyTally,
  hosts: { links: [], scripts: [], frames: [], forms: [], hiddenLinks: [] },
  sizes: [],
};

/**
 * Things reported when unknown have caps above what one look can show (`FactsCollector`): otherwise a page that shows
 * more than is kept would have the rest reported as new at every look.
 */
const caps = {
  titles: 30,
  metas: 60,
  blocks: 6_500,
  side: 1_000,
  places: 600,
  outline: 4_500,
  words: 1_500,
  addresses: 1_500,
  scripts: 800,
  hosts: 400,
  covers: 100,
  handlers: 400,
};

/** Long texts weigh more than short ones, but a paragraph is not fifty menu entries. */
export function blockWeight(length: number): number {
  return Math.min(10, Math.round(Math.sqrt(length)));
}

/** Spaced-out letters (`h a c k e d`) form one word only when read together. */
const spacedLetters = /(?:^|\s)\S\s+\S\s+\S(?:\s|$)/;

/** Hashes of a text's words, as `LearnedView.words` holds them. */
export function textWords(text: string): Set<number> {
  const words = wordsOf(foldText(text), 4_000).filter((word) => word.length >= 3 && !/^\d/.test(word));
  return new Set(words.map((word) => fastHash(word)));
}

/** Folded words of three letters and more in the page's title and visible text. */
export function pageWords(facts: PageFacts): Set<number> {
  const words = new Set<number>();
  // A page repeats the same few hundred words, and folding is the cost: each is folded once.
  const known = new Set<string>();
  const read = (text: string): void => {
    if (known.has(text)) return;
    known.add(text);
    for (const word of textWords(text)) words.add(word);
  };
  const add = (text: string): void => {
    if (spacedLetters.test(text)) read(text);
    else for (const piece of text.split(' ')) read(piece);
  };
  add(facts.title);
  let budget = 120_000;
  for (const block of facts.blocks) {
    if (block.hidden) continue;
    budget -= block.text.length;
    if (budget < 0) break;
    add(block.text);
  }
  return words;
}

/** Hashes of the addresses that the page refers to. */
export function pageAddresses(facts: PageFacts): Set<number> {
  const addresses = new Set<number>();
  for (const list of [facts.links, facts.images]) for (const { address } of list) addresses.add(fastHash(address));
  for (const { address } of facts.scripts) if (address !== null) addresses.add(fastHash(address));
  for (const address of facts.styles) addresses.add(fastHash(address));
  return addresses;
}

/** Keys of the page's inline scripts. */
function pageScripts(facts: PageFacts): Set<string> {
  return new Set(facts.scripts.flatMap(({ key }) => (key === '' ? [] : [key])));
}

/** Whether the page has an inline script or a script host that was never learned. */
export function bringsScript({ scripts, hosts }: LearnedView, facts: PageFacts): boolean {
  const known = new Set([...scripts.keys, ...hosts.scripts]);
  return facts.scripts.some(({ key, host }) => (key !== '' && !known.has(key)) || (host !== null && !known.has(host)));
}

/** The page's external presentation, each piece compared separately: `name=value`. */
export function pageMetas(facts: PageFacts): Set<string> {
  const { description, ogTitle, ogSiteName, ogImage } = facts.meta;
  const metas = { description, 'og:title': ogTitle, 'og:site_name': ogSiteName, 'og:image': ogImage, icon: facts.icon };
  return new Set(
    Object.entries(metas)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name}=${value.slice(0, 200)}`),
  );
}

/**
 * Learns one more look at the page.
 * @param admitHosts whether new hosts, hidden links, covers and handlers become the page's own: never when learning is
 * automatic
 * @param at of the look, milliseconds
 */
export function learnFacts(view: LearnedView, facts: PageFacts, admitHosts: boolean, at = 0): LearnedView {
  const look = view.looks + 1;
  const lengths = new Map<string, number>();
  const starts = new Map(view.blocks.keys.map((key, i) => [key, view.starts[i] ?? -1]));
  let read = 0;
  for (const { key, text } of facts.blocks) {
    if (!lengths.has(key)) starts.set(key, read);
    lengths.set(key, text.length);
    read += text.length;
  }
  const blocks = tallyLook(view.blocks, new Set(lengths.keys()), look, caps.blocks);
  const since = new Map(view.blocks.keys.map((key, i) => [key, view.since?.[i]]));
  const oldWeights = new Map(view.blocks.keys.map((key, i) => [key, view.weights[i] ?? 1]));
  const { places, renewed } = learnPlaces(view, facts, look);
  return {
    looks: look,
    titles: tallyLook(view.titles, new Set([facts.title.slice(0, 300)]), look, caps.titles),
    metas: tallyLook(view.metas, pageMetas(facts), look, caps.metas),
    blocks,
    weights: blocks.keys.map((key) => oldWeights.get(key) ?? blockWeight(lengths.get(key) ?? 1)),
    starts: blocks.keys.map((key) => starts.get(key) ?? -1),
    markupCharacters: Math.max(view.markupCharacters, facts.counts.markupCharacters),
    side: tallyLook(view.side, new Set(facts.side.map((text) => text.key)), look, caps.side),
    places,
    renewed,
    outline: tallyLook(view.outline, new Set(facts.outline), look, caps.outline),
    words: tallyLook(view.words, pageWords(facts), look, caps.words),
    addresses: tallyLook(view.addresses, pageAddresses(facts), look, caps.addresses),
    scripts: tallyLook(view.scripts, pageScripts(facts), look, caps.scripts),
    hosts: admitHosts ? joinHosts(view.hosts, facts) : view.hosts,
    ...learnGuests(view, facts, admitHosts),
    values: learnPageValues(view.values, facts, look, admitHosts),
    sizes: [...view.sizes, facts.counts.visibleCharacters].slice(-12),
    since: blocks.keys.map((key) => since.get(key) ?? dayOf(at)),
    scriptsSince: bringsScript(view, facts) ? dayOf(at) : (view.scriptsSince ?? dayOf(at)),
    ...(view.habits === undefined ? {} : { habits: view.habits }),
  };
}

/** Covers and handlers; each list starts with the first admitted look that could tell. */
function learnGuests(
  view: LearnedView,
  facts: PageFacts,
  isAdmitted: boolean,
): Pick<LearnedView, 'covers' | 'handlers'> {
  const join = (known: readonly string[] | undefined, seen: readonly string[] | null, cap: number) =>
    !isAdmitted || seen === null ? known : [...new Set([...(known ?? []), ...seen])].slice(0, cap);
  const covers = join(view.covers, facts.covers?.map((cover) => cover.key) ?? null, caps.covers);
  const keys = facts.handlers.map((handler) => handler.key);
  const handlers = join(view.handlers, keys, caps.handlers);
  return { ...(covers === undefined ? {} : { covers }), ...(handlers === undefined ? {} : { handlers }) };
}

function learnPlaces(view: LearnedView, facts: PageFacts, look: number): Pick<LearnedView, 'places' | 'renewed'> {
  const known = new Set(view.blocks.keys);
  const fresh = new Set<string>();
  const shown = new Set<string>();
  for (const block of facts.blocks) {
    const path = facts.places[block.place] ?? '';
    shown.add(path);
    if (!known.has(block.key)) fresh.add(path);
  }
  const places = tallyLook(view.places, shown, look, caps.places);
  const old = new Map(view.places.keys.map((path, i) => [path, view.renewed[i] ?? 0]));
  // Everything in a first look is new and says nothing about the place.
  const renewed = places.keys.map((path) => (old.get(path) ?? 0) + (look > 1 && fresh.has(path) ? 1 : 0));
  return { places, renewed };
}

function joinHosts(hosts: LearnedHosts, facts: PageFacts): LearnedHosts {
  const join = (known: readonly string[], seen: readonly (string | null)[]): string[] =>
    [...new Set([...known, ...seen.filter((host) => host !== null)])].slice(0, caps.hosts);
  const hidden = facts.links.filter((link) => link.hidden && link.host !== null);
  return {
    links: join(
      hosts.links,
      facts.links.map((link) => link.host),
    ),
    scripts: join(
      hosts.scripts,
      facts.scripts.flatMap((script) => [script.host, ...script.names]),
    ),
    frames: join(
      hosts.frames,
      facts.frames.map((frame) => frame.host),
    ),
    forms: join(
      hosts.forms,
      facts.forms.map((form) => form.host),
    ),
    hiddenLinks: join(
      hosts.hiddenLinks,
      hidden.map((link) => link.address),
    ),
  };
}
