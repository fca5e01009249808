/**
 * A script's own regular expressions are run only where their cost is known beforehand: no group repeats, nothing looks
 * around or back, and at most one part repeats without end. Everything else stays unknown.
 */

/** Characters searched with a pattern that has an unbounded part: each position may try all that follow. */
const repeatingCap = 4_000;
const plainCap = 200_000;
const patternCap = 400;

/** Null for a pattern that is not simple, and for a text too long for it. */
export function simplePattern(source: string, flags: string, text: string): RegExp | null {
  if (source.length > patternCap || !/^[gimsuy]{0,6}$/.test(flags)) return null;
  const cost = costOf(source);
  if (cost === null || text.length > (cost.isLinear ? plainCap : repeatingCap)) return null;
  try {
    return new RegExp(source, flags.replace('y', ''));
  } catch {
    return null;
  }
}

function costOf(source: string): { readonly isLinear: boolean } | null {
  if (/\(\?[=!<]|\\[1-9k]/.test(source)) return null;
  // Escapes and classes become one letter, so that only the pattern's own operators are left.
  const bare = source.replace(/\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|.)/gi, 'a').replace(/\[[^\]]*\]/g, 'a');
  if (/\)(?:[*+]|\{)/.test(bare)) return null;
  const endless = bare.match(/[*+]|\{\d+,\}/g)?.length ?? 0;
  const bounded = bare.match(/\{\d+(?:,\d+)?\}/g)?.length ?? 0;
  if (endless + bounded > 1) return null;
  const counted = /\{(\d+)(?:,(\d+))?\}/.exec(bare);
  if (counted !== null && Number(counted[2] ?? counted[1]) > 100) return null;
  // A single unbounded part with nothing after it never backtracks.
  return { isLinear: endless === 0 || /^\^?\(?.[*+]\)?$/.test(bare) };
}
