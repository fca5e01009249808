/** How much of what was due was looked at, by cell of a calendar: what nobody looked at is missing, never good. */
import { hourMs, hourOf } from './look-hour.ts';

export interface Cell {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** The hours of one target that lie in one cell. */
export interface CellLooks {
  /** Index of the cell. */
  readonly cell: number;
  /** For each hour with a look the share of its due looks that were made, summed up. */
  readonly shares: number;
}

export interface WatchedTarget {
  readonly everyMs: number;
  /** Since when it has been due. */
  readonly since: number;
  readonly now: number;
}

/**
 * The share of due looks that were made, 0 to 1, by cell; null before the target was watched and in the future. An hour
 * without any look counts as 0, also while its site was paused.
 */
export function coverageOf(looks: readonly CellLooks[], cells: readonly Cell[], target: WatchedTarget) {
  const shares = new Map(looks.map(({ cell, shares: sum }) => [cell, sum]));
  return cells.map((cell, index): number | null => {
    const due = dueHours(cell, target);
    if (due <= 0) return shares.has(index) ? 1 : null;
    const made = shares.get(index) ?? 0;
    // Looks every six hours leave most hours empty, and a cell of an hour may wait for the next one.
    if (made === 0 && isBetweenLooks(index, cells, shares, target)) return 1;
    return Math.min(1, made / due);
  });
}

/** Whole hours of the cell in which a look was due; the first hour and the current one may still wait for theirs. */
function dueHours({ from, to }: Cell, { everyMs, since, now }: WatchedTarget): number {
  const begin = Math.max(from, hourOf(since + hourMs - 1));
  const end = Math.min(to, hourOf(now));
  const hours = Math.max(0, end - begin) / hourMs;
  return hours === 0 ? 0 : Math.max(Math.min(1, hours), hours / Math.max(1, everyMs / hourMs));
}

function isBetweenLooks(
  index: number,
  cells: readonly Cell[],
  shares: ReadonlyMap<number, number>,
  { everyMs }: WatchedTarget,
): boolean {
  if (everyMs <= hourMs) return false;
  const begin = cells[index]?.from ?? 0;
  for (let before = index - 1; before >= 0; before -= 1) {
    const cell = cells[before];
    if (cell === undefined || begin - cell.to >= 2 * everyMs) return false;
    if ((shares.get(before) ?? 0) > 0) return true;
  }
  return false;
}

/** A site's coverage: the mean of its targets'. */
export function meanCoverage(ofTargets: readonly (readonly (number | null)[])[], cells: number): (number | null)[] {
  return Array.from({ length: cells }, (_, index) => {
    const known = ofTargets.flatMap((one) => one[index] ?? []);
    return known.length === 0 ? null : known.reduce((sum, share) => sum + share, 0) / known.length;
  });
}

/** The mean over the cells in which it was watched; null when there are none. */
export function totalCoverage(coverage: readonly (number | null)[]): number | null {
  const known = coverage.filter((share) => share !== null);
  return known.length === 0 ? null : known.reduce((sum, share) => sum + share, 0) / known.length;
}
