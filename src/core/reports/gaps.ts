/** Stretches in which a page was not looked at although it was watched. */
import { hourMs, hourOf } from '../history/look-hour.ts';

/** Without any look, from the end of an hour with one to the beginning of the next. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** A look every six hours leaves five hours empty: no gap before two looks were missed, and never under two hours. */
export function leastGapMs(everyMs: number): number {
  return Math.max(2 * hourMs, Math.ceil((2 * everyMs) / hourMs) * hourMs);
}

/**
 * @param seen hours and whole days with looks in every hour, by their beginning, without overlap
 * @param watched since when looks were due, to the end of the period or to now
 */
export function gapsBetween(seen: readonly Gap[], watched: Gap, leastMs: number): Gap[] {
  const begin = hourOf(watched.from + hourMs - 1);
  const end = hourOf(watched.to);
  const gaps: Gap[] = [];
  let at = begin;
  for (const { from, to } of [...seen, { from: end, to: end }]) {
    const until = Math.min(from, end);
    if (until - at >= leastMs) gaps.push({ from: at, to: until });
    at = Math.max(at, to);
  }
  return gaps;
}
