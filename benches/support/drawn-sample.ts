/** A part of the recorded lines, the same on every machine: drawn by hash, in strata, so that rare kinds are in it. */
import { createHash } from 'node:crypto';
import { corpusSets, openLines } from './components.ts';
import { type CorpusLine, sourceOf } from './corpus.ts';
import { isMovingSeries } from './naive-changes.ts';

export interface DrawnSet {
  readonly set: string;
  readonly lines: readonly CorpusLine[];
}

const seed = 'vonggac rendered 1';

/** How many series or lines are drawn; series bring all their quiet lines, since a baseline needs them. */
const size = {
  firstSightAlarm: 100,
  firstSightQuiet: 100,
  infected: 90,
  hourlySeries: 10,
  movingSeries: 18,
  stillSeries: 50,
  /** Attacks of one kind on the drawn series; of rarer kinds there are fewer, and all are taken. */
  attacksOfKind: { moving: 60, still: 45 },
};

export function wholeCorpus(): DrawnSet[] {
  return corpusSets.map((set) => ({
    set,
    lines: openLines(set),
  }));
}

export function drawnSample(): DrawnSet[] {
  const hourly = openLines('hourly');
  const drift = openLines('drift');
  const attacks = openLines('attacks');
  const moving = drawnSeries(drift, size.movingSeries);
  const isStill = ({ series }: CorpusLine): boolean => series.startsWith('still-');
  const still = drawnSeries(attacks.filter(isStill), size.stillSeries);
  const isDrawn = ({ series }: CorpusLine): boolean =>
    moving.has(series) || still.has(series) || series.startsWith('pair-');
  return [
    { set: 'first-sight', lines: drawnFirstSights() },
    { set: 'infected', lines: drawn(openLines('infected'), kindAndSource, size.infected) },
    { set: 'hourly', lines: ofSeries(hourly, drawnSeries(hourly, size.hourlySeries)) },
    { set: 'drift', lines: ofSeries(drift, moving) },
    { set: 'redesign', lines: ofSeries(openLines('redesign'), moving) },
    { set: 'attacks', lines: withDrawnAttacks(attacks.filter(isDrawn)) },
  ];
}

function drawnFirstSights(): CorpusLine[] {
  const lines = openLines('first-sight');
  const [alarm, quiet] = ['alarm', 'quiet'].map((label) => lines.filter((line) => line.label === label));
  return [
    ...drawn(alarm ?? [], kindAndSource, size.firstSightAlarm),
    ...drawn(quiet ?? [], sourceOf, size.firstSightQuiet),
  ];
}

/** All quiet lines, and of the attacks so many of each kind, sources as they come. */
function withDrawnAttacks(lines: readonly CorpusLine[]): CorpusLine[] {
  const { moving, still } = size.attacksOfKind;
  const kinds = Map.groupBy(
    lines.filter(({ label }) => label === 'alarm'),
    (line) => `${isMovingSeries(line.series)} ${line.attack?.split(':')[0]}`,
  );
  const kept = new Set<CorpusLine>();
  for (const [kind, of] of kinds) {
    for (const line of drawn(of, kindAndSource, kind.startsWith('true') ? moving : still)) kept.add(line);
  }
  return lines.filter((line) => line.label === 'quiet' || kept.has(line));
}

/** Names of so many series, their sources as they come. */
function drawnSeries(lines: readonly CorpusLine[], count: number): Set<string> {
  const first = [...Map.groupBy(lines, ({ series }) => series).values()].flatMap((of) => of.slice(0, 1));
  return new Set(drawn(first, sourceOf, count).map(({ series }) => series));
}

function ofSeries(lines: readonly CorpusLine[], wanted: ReadonlySet<string>): CorpusLine[] {
  return lines.filter(({ series }) => wanted.has(series));
}

function kindAndSource(line: CorpusLine): string {
  return `${line.attack} ${sourceOf(line)}`;
}

/**
 * So many lines, each stratum by its share and no stratum without any, in file order.
 * Every line has its place between 0 and 1 within its stratum; the lowest places are drawn.
 */
function drawn(lines: readonly CorpusLine[], stratumOf: (line: CorpusLine) => string, count: number): CorpusLine[] {
  const places = new Map<CorpusLine, number>();
  for (const of of Map.groupBy(lines, stratumOf).values()) {
    const inOrder = of.toSorted((a, b) => (lotOf(a) < lotOf(b) ? -1 : 1));
    inOrder.forEach((line, index) => {
      places.set(line, index / of.length);
    });
  }
  const placeOf = (line: CorpusLine): number => places.get(line) ?? 1;
  const first = lines.toSorted((a, b) => placeOf(a) - placeOf(b) || (lotOf(a) < lotOf(b) ? -1 : 1)).slice(0, count);
  const chosen = new Set(first);
  return lines.filter((line) => chosen.has(line));
}

function lotOf({ series, at, attack }: CorpusLine): string {
  return createHash('sha256').update(`${seed} ${series} ${at} ${attack}`).digest('hex');
}
