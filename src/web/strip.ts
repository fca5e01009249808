/** Looks over time as a row of slices, in which times without looks are visible. */
import type { Level } from '../core/domain/finding.ts';
import { staleAfterIntervals } from '../store/reads/site-state.ts';

/** `gap`: registered, but not looked at; `none`: before registration. */
export type Slice = Level | 'gap' | 'none';

export interface StripSpan {
  readonly from: number;
  readonly to: number;
  readonly sliceMs: number;
}

export interface SeenSlice {
  readonly slice: number;
  readonly level: Level;
}

/** `count` slices ending with the one that contains `now`. */
export function spanUntil(now: number, lengthMs: number, count: number): StripSpan {
  const sliceMs = Math.ceil(lengthMs / count);
  const to = (Math.floor(now / sliceMs) + 1) * sliceMs;
  return { from: to - count * sliceMs, to, sliceMs };
}

/** One target's strip. A slice without a look keeps the last level for as long as a look counts, then becomes a gap. */
export function stripOf(
  seen: readonly SeenSlice[],
  span: StripSpan,
  target: { readonly everyMs: number; readonly since: number; readonly now: number },
): Slice[] {
  const levels = new Map(seen.map((one) => [one.slice, one.level]));
  const count = Math.round((span.to - span.from) / span.sliceMs);
  const strip: Slice[] = [];
  let last: { readonly level: Level; readonly end: number } | null = null;
  for (let slice = 0; slice < count; slice += 1) {
    const start = span.from + slice * span.sliceMs;
    const end = Math.min(start + span.sliceMs, target.now);
    const level = levels.get(slice);
    if (level !== undefined) {
      last = { level, end };
      strip.push(level);
    } else if (end <= target.since) strip.push('none');
    // The first slices may be covered by a look from before the span, or wait for the first look.
    else if (last && end - last.end <= staleAfterIntervals * target.everyMs) strip.push(last.level);
    else if (end - Math.max(target.since, span.from) <= staleAfterIntervals * target.everyMs) strip.push('none');
    else strip.push('gap');
  }
  return strip;
}

/** Worst to best; one page without looks makes the site unseen. */
const worstFirst: readonly Slice[] = ['alarm', 'suspect', 'gap', 'unknown', 'clean', 'none'];

/** The site's strip: each slice is the worst of its targets. */
export function mergeStrips(strips: readonly (readonly Slice[])[], count: number): Slice[] {
  return Array.from({ length: count }, (_, index) => {
    const here = strips.map((strip) => strip[index] ?? 'none');
    return worstFirst.find((slice) => here.includes(slice)) ?? 'none';
  });
}
