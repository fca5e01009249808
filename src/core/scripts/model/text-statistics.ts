/** Statistics of a script's text that do not depend on its length. One linear pass. */

/** Of longer scripts, the start and the end are read, where injected snippets are prepended or appended. */
const readCap = 60_000;

export const textStatistics = [
  /** log₂ of the characters. */
  'length',
  /** Shannon's entropy of the characters, bits. */
  'entropy',
  /** Shares of the characters, 0 to 1. */
  'space-share',
  'digit-share',
  'sign-share',
  'capital-share',
  'foreign-share',
  'comment-share',
  /** Characters that are written as `\x41`, `\u0041` or `%41`. */
  'escape-share',
  /** Characters in unbroken runs of 40 and more letters and digits. */
  'run-share',
  /** log₂ of the longest line and of the longest unbroken run of letters and digits. */
  'longest-line',
  'longest-run',
  /** Lines per 1,000 characters, as log₂. */
  'lines',
] as const;
export type TextStatistic = (typeof textStatistics)[number];

const runFrom = 40;

export function readText(code: string): Record<TextStatistic, number> {
  const text = code.length <= readCap ? code : code.slice(0, readCap / 2) + code.slice(-readCap / 2);
  const { spaces, digits, signs, capitals, foreign, inRuns, longestRun, longestLine, lines } = counted(text);
  const size = Math.max(1, text.length);
  return {
    length: log(code.length),
    entropy: entropyOf(text),
    'space-share': spaces / size,
    'digit-share': digits / size,
    'sign-share': signs / size,
    'capital-share': capitals / size,
    'foreign-share': foreign / size,
    'comment-share': lengthOf(text, /\/\*[^*]{0,2000}\*+\/|^[ \t]*\/\/.{0,300}/gm) / size,
    'escape-share': lengthOf(text, /\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|%u?[0-9a-f]{2}/gi) / size,
    'run-share': inRuns / size,
    'longest-line': log(longestLine),
    'longest-run': log(longestRun),
    lines: log((1_000 * lines) / size),
  };
}

function counted(text: string) {
  const sum = { spaces: 0, digits: 0, signs: 0, capitals: 0, foreign: 0, inRuns: 0, longestRun: 0, longestLine: 0 };
  let run = 0;
  let line = 0;
  let lines = 1;
  const endRun = (): void => {
    if (run >= runFrom) sum.inRuns += run;
    sum.longestRun = Math.max(sum.longestRun, run);
    run = 0;
  };
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const isDigit = unit >= 48 && unit <= 57;
    const isCapital = unit >= 65 && unit <= 90;
    const isLetter = isCapital || (unit >= 97 && unit <= 122);
    if (isDigit) sum.digits++;
    else if (isCapital) sum.capitals++;
    else if (unit > 126) sum.foreign++;
    else if (unit <= 32) sum.spaces++;
    else if (!isLetter) sum.signs++;
    if (isDigit || isLetter) run++;
    else endRun();
    if (unit === 10) {
      sum.longestLine = Math.max(sum.longestLine, line);
      line = 0;
      lines++;
    } else line++;
  }
  endRun();
  return { ...sum, longestLine: Math.max(sum.longestLine, line), lines };
}

function lengthOf(text: string, pattern: RegExp): number {
  let length = 0;
  for (const [found] of text.matchAll(pattern)) length += found.length;
  return length;
}

/** Bits per character; 0 for empty text. */
export function entropyOf(text: string): number {
  const counts = new Map<number, number>();
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    counts.set(unit, (counts.get(unit) ?? 0) + 1);
  }
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / text.length) * Math.log2(count / text.length);
  return entropy;
}

export function log(value: number): number {
  return Math.log2(1 + value);
}
