/** The figures that detection has to reach on recorded pages, as data. */
import { interval } from '../wilson.ts';
import type { Judged } from './judged.ts';

interface Counting {
  readonly name: string;
  readonly counts: (one: Judged) => boolean;
  readonly hits: (one: Judged) => boolean;
}

/**
 * `share`: at least this share of them hit, and of rendered pages `renderedShare` where it is another. `most`: at most this
 * share does, and of no site more than `mostOfSite`.
 */
export type Mark = Counting &
  (
    | { readonly share: number; readonly renderedShare?: number }
    | { readonly most: number; readonly mostOfSite?: number }
  );

const isAlarm = ({ level }: Judged): boolean => level === 'alarm';
const isFlagged = ({ level }: Judged): boolean => level === 'alarm' || level === 'suspect';
const isSuspect = ({ level }: Judged): boolean => level === 'suspect';
const attack =
  (...names: string[]) =>
  (one: Judged): boolean =>
    one.set === 'attacks' && one.truth === 'alarm' && names.some((name) => one.attack.startsWith(name));
const seen =
  (set: string, truth: Judged['truth']) =>
  (one: Judged): boolean =>
    one.set === set && one.truth === truth;
/** A `<script src>` of an ordinary-looking host says nothing by itself, and a learned page never had it. */
const isRemoteScript = (one: Judged): boolean => one.attack === 'injected:remote_script';
const injected = (one: Judged): boolean => attack('injected', 'pair')(one) && !isRemoteScript(one);
const infected = (one: Judged): boolean => seen('infected', 'alarm')(one) && !isRemoteScript(one);
const isBenignStep = ({ set, truth }: Judged): boolean => (set === 'hourly' || set === 'drift') && truth === 'quiet';

export const marks: readonly Mark[] = [
  { name: 'page replaced: alarm', counts: attack('replaced'), hits: isAlarm, share: 0.995 },
  { name: 'partial, overlay: alarm', counts: attack('inpage'), hits: isAlarm, share: 0.9, renderedShare: 0.95 },
  { name: 'injected: alarm', counts: injected, hits: isAlarm, share: 0.95 },
  { name: 'injected: at least suspect', counts: injected, hits: isFlagged, share: 0.99 },
  {
    name: 'remote script added: at least suspect',
    counts: (one) => one.set === 'attacks' && isRemoteScript(one),
    hits: isFlagged,
    share: 0.99,
  },
  { name: 'infected when first seen: at least suspect', counts: infected, hits: isFlagged, share: 0.92 },
  { name: 'first sight: at least suspect', counts: seen('first-sight', 'alarm'), hits: isFlagged, share: 0.96 },
  { name: 'first sight: alarm', counts: seen('first-sight', 'alarm'), hits: isAlarm, share: 0.88 },
  { name: 'first sight, ordinary pages: flagged', counts: seen('first-sight', 'quiet'), hits: isFlagged, most: 0.005 },
  { name: 'title swapped: at least suspect', counts: attack('title-only'), hits: isFlagged, share: 0.97 },
  { name: 'benign steps: alarm', counts: isBenignStep, hits: isAlarm, most: 0.001, mostOfSite: 0.03 },
  { name: 'benign steps: suspect', counts: isBenignStep, hits: isSuspect, most: 0.01, mostOfSite: 0.03 },
  { name: 'redesigns: alarm', counts: seen('redesign', 'quiet'), hits: isAlarm, most: 0.02 },
];

export interface Measured {
  readonly name: string;
  readonly hits: number;
  readonly total: number;
  /** `fewest`: an attack should hit it. `most`: what is benign should not. */
  readonly aim: 'fewest' | 'most';
  readonly isReached: boolean;
  /** A row of a Markdown table. */
  readonly row: string;
}

/** Every figure that these captures can tell. */
export function measure(judged: readonly Judged[]): Measured[] {
  return marks.flatMap((mark) => {
    const of = judged.filter((one) => mark.counts(one));
    if (of.length === 0) return [];
    const hits = of.filter((one) => mark.hits(one)).length;
    const share = hits / of.length;
    const isMost = 'most' in mark;
    const isReached = isMost ? share <= mark.most && sitesOver(mark, of).length === 0 : share >= mark.share;
    const limit = isMost ? `at most ${percent(mark.most)}` : `≥ ${percent(mark.share)}`;
    const shown = `${hits} = ${interval(hits, of.length)}`;
    const cells = [mark.name, of.length, shown, bySnippetOrSite(mark, of), limit, isReached ? 'ok' : '**falls short**'];
    return [{ name: mark.name, hits, total: of.length, aim: isMost ? 'most' : 'fewest', isReached, row: rowOf(cells) }];
  });
}

export const headOfMarks =
  '| figure | n | by line, 95 % interval | by snippet or file; by site | wanted | |\n|---|---|---|---|---|---|';

function rowOf(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The mean over attackers' files, each counting once however many pages it was put into; or the sites that were hit. */
function bySnippetOrSite(mark: Mark, of: readonly Judged[]): string {
  if (!('most' in mark)) {
    const groups = [...Map.groupBy(of, ({ file }) => file).values()];
    const hits = groups.reduce((sum, group) => sum + shareOf(mark, group), 0);
    return `${interval(hits, groups.length)} of ${groups.length}`;
  }
  const sites = [...Map.groupBy(of, ({ host }) => host).values()];
  const hit = sites.filter((site) => shareOf(mark, site) > 0).length;
  const over = mark.mostOfSite === undefined ? '' : `, ${sitesOver(mark, of).length} over ${percent(mark.mostOfSite)}`;
  return `${hit} of ${sites.length} sites${over}`;
}

function sitesOver(mark: Mark, of: readonly Judged[]): string[] {
  const most = 'most' in mark ? mark.mostOfSite : undefined;
  if (most === undefined) return [];
  const sites = [...Map.groupBy(of, ({ host }) => host)];
  return sites.filter(([, site]) => shareOf(mark, site) > most).map(([host]) => host);
}

function shareOf(mark: Mark, of: readonly Judged[]): number {
  return of.filter((one) => mark.hits(one)).length / of.length;
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
