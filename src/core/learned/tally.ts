/** How often each of many things was seen over the learned looks; columns, because they compress well. */
export interface Tally<K extends string | number = string> {
  readonly keys: readonly K[];
  /** First look that showed it, from 1. */
  readonly first: readonly number[];
  /** Looks that showed it. */
  readonly seen: readonly number[];
  /** Latest look that showed it. */
  readonly last: readonly number[];
}

export const emptyTally: Tally<never> = { keys: [], first: [], seen: [], last: [] };

/**
 * Counts one more look.
 * @param look number of this look, one more than the looks counted before
 * @param cap beyond it, the least recently seen keys are dropped
 */
export function tallyLook<K extends string | number>(
  tally: Tally<K>,
  shown: ReadonlySet<K>,
  look: number,
  cap: number,
): Tally<K> {
  const rows: [key: K, first: number, seen: number, last: number][] = [];
  const known = new Set<K>();
  tally.keys.forEach((key, i) => {
    const isShown = shown.has(key);
    known.add(key);
    rows.push([
      key,
      tally.first[i] ?? look,
      (tally.seen[i] ?? 0) + (isShown ? 1 : 0),
      isShown ? look : (tally.last[i] ?? look),
    ]);
  });
  for (const key of shown) if (!known.has(key)) rows.push([key, look, 1, look]);
  const kept = rows.length <= cap ? rows : keepNewest(rows, cap);
  return {
    keys: kept.map((row) => row[0]),
    first: kept.map((row) => row[1]),
    seen: kept.map((row) => row[2]),
    last: kept.map((row) => row[3]),
  };
}

function keepNewest<R extends readonly [unknown, number, number, number]>(rows: R[], cap: number): R[] {
  const worth = (row: R): number => row[3] + Math.min(row[2], 20) / 100;
  const border = [...rows].sort((a, b) => worth(b) - worth(a)).slice(0, cap);
  const staying = new Set(border);
  return rows.filter((row) => staying.has(row));
}

/**
 * How stable a thing is, 0 to 1: the share of looks since it first appeared that showed it; 0 for what has gone or was
 * seen in only one of several looks. A first look says nothing about volatility: all of it counts.
 */
export function stability(tally: Tally<string | number>, index: number, looks: number): number {
  const last = tally.last[index] ?? 0;
  if (last < looks - 1) return 0;
  const since = looks - (tally.first[index] ?? looks) + 1;
  if (looks > 1 && since < 2) return 0;
  const share = (tally.seen[index] ?? 0) / since;
  return share >= 0.7 ? share : 0;
}

/** The stable keys, each with its stability. */
export function stableKeys<K extends string | number>(tally: Tally<K>, looks: number): Map<K, number> {
  const stable = new Map<K, number>();
  tally.keys.forEach((key, index) => {
    const share = stability(tally, index, looks);
    if (share > 0) stable.set(key, share);
  });
  return stable;
}
