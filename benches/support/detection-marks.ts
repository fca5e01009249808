/** The figures that detection has to reach on recorded pages, as data. */
import { interval } from '../wilson.ts';
import type { Judged } from './judged.ts';

interface Counting {
  readonly name: string;
  readonly counts: (one: Judged) => boolean;
  readonly hits: (one: Judged) => boolean;
}

/** `share`: at least this share of them hit. `most`: at most this many do. */
export type Mark = Counting & ({ readonly share: number } | { readonly most: number });

const isAlarm = ({ level }: Judged): boolean => level === 'alarm';
const isFlagged = ({ level }: Judged): boolean => level === 'alarm' || level === 'suspect';
const isSuspect = ({ level }: Judged): boolean => level === 'suspect';
const attack =
  (...names: string[]) =>
  (one: Judged): boolean =>
    one.set === 'attacks' && one.truth === 'alarm' && names.some((name) => one.attack.startsWith(name));
const moving =
  (of: (one: Judged) => boolean) =>
  (one: Judged): boolean =>
    of(one) && one.isMoving;
const seen =
  (set: string, truth: Judged['truth']) =>
  (one: Judged): boolean =>
    one.set === set && one.truth === truth;

export const marks: readonly Mark[] = [
  { name: 'page replaced, moving: alarm', counts: moving(attack('replaced')), hits: isAlarm, share: 0.995 },
  { name: 'page replaced, all: alarm', counts: attack('replaced'), hits: isAlarm, share: 0.995 },
  { name: 'first sight: at least suspect', counts: seen('first-sight', 'alarm'), hits: isFlagged, share: 0.95 },
  { name: 'first sight: alarm', counts: seen('first-sight', 'alarm'), hits: isAlarm, share: 0.85 },
  { name: 'first sight, ordinary pages: flagged', counts: seen('first-sight', 'quiet'), hits: isFlagged, most: 1 },
  { name: 'injected, moving: alarm', counts: moving(attack('injected', 'pair')), hits: isAlarm, share: 0.97 },
  { name: 'injected, all: alarm', counts: attack('injected', 'pair'), hits: isAlarm, share: 0.97 },
  {
    name: 'infected at registration: at least suspect',
    counts: seen('infected', 'alarm'),
    hits: isFlagged,
    share: 0.9,
  },
  { name: 'partial, moving: at least suspect', counts: moving(attack('inpage')), hits: isFlagged, share: 0.95 },
  { name: 'partial, moving: alarm', counts: moving(attack('inpage')), hits: isAlarm, share: 0.85 },
  { name: 'partial, all: at least suspect', counts: attack('inpage'), hits: isFlagged, share: 0.95 },
  { name: 'partial, all: alarm', counts: attack('inpage'), hits: isAlarm, share: 0.85 },
  {
    name: 'title swapped, signed: alarm',
    counts: (one) => attack('title-only')(one) && one.isSigned,
    hits: isAlarm,
    share: 0.9,
  },
  {
    name: 'title swapped, other: at least suspect',
    counts: (one) => attack('title-only')(one) && !one.isSigned,
    hits: isFlagged,
    share: 0.9,
  },
  { name: 'benign steps: alarm', counts: ({ set }) => set === 'hourly' || set === 'drift', hits: isAlarm, most: 1 },
  {
    name: 'benign steps: suspect',
    counts: ({ set }) => set === 'hourly' || set === 'drift',
    hits: isSuspect,
    most: 11,
  },
  { name: 'redesigns: alarm', counts: ({ set }) => set === 'redesign', hits: isAlarm, most: 2 },
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
    const isMost = 'most' in mark;
    const isReached = isMost ? hits <= mark.most : hits >= of.length * mark.share;
    const limit = isMost ? `at most ${mark.most}` : `≥ ${100 * mark.share} %`;
    const shown = isMost ? `${hits} (${interval(hits, of.length)})` : interval(hits, of.length);
    const row = `| ${mark.name} | ${of.length} | ${shown} | ${limit} | ${isReached ? 'ok' : '**falls short**'} |`;
    return [{ name: mark.name, hits, total: of.length, aim: isMost ? 'most' : 'fewest', isReached, row }];
  });
}

export const headOfMarks = '| figure | n | measured, 95 % interval | mark | |\n|---|---|---|---|---|';
