/**
 * Texts that are cheap to write and expensive to read: repetition, mixtures, and input that makes patterns backtrack.
 */

export interface Pump {
  readonly name: string;
  /** A text of about `length` characters. */
  readonly write: (length: number) => string;
}

const single = [
  ' ',
  '\t',
  '\n',
  '<',
  '>',
  '0',
  'a',
  'ạ',
  '\u0301',
  '"',
  "'",
  '(',
  '[',
  '{',
  '}',
  '\\',
  '/',
  '&',
  '=',
  ';',
  ':',
  '.',
  ',',
  '-',
  '*',
  '%',
  '#',
  '@',
  '$',
  '!',
];

/** Openings that make some reader search for an end. */
const openings = [
  '<!--',
  '<meta ',
  '<meta http-equiv=refresh content="',
  'http-equiv=',
  ' content=',
  '<a href=',
  '<a href="',
  '<script ',
  '<script>',
  '<style>',
  '</',
  '&#x',
  '&amp',
  'charset=',
  'Refresh: 0;',
  'fetch("//',
  'charAt(a)',
  'preventDefault()',
  'top:0',
  'left:0 top:',
  'opacity:',
  'body ',
  'body{',
  "a='b';",
  "'ab'+",
  'http://',
  'a.b/',
  '1.2.3.4.',
  '12:00 ',
  '\\x41',
  '%41',
  'ab 12 ',
  'A0-',
  '\u0041\u0301',
  'User-agent: *\nDisallow: /*a',
  '<loc>',
  '<lastmod>',
  '0; url=',
  'h a c k ',
  '😀',
  'а́b',
];

/** Repetition after an opening that occurs once. */
const begun: readonly (readonly [string, string])[] = [
  ['<!--', '<'],
  ['<!--', '-'],
  ['http-equiv=', ' '],
  ['Refresh: 0', ' '],
  ['0', ' '],
  ['0;url=', ' '],
  ['<meta http-equiv=refresh content="0', ' '],
  ['<meta http-equiv=refresh content="0;url=\'', ' '],
  ['charset=', ' '],
  ['<title>', '<'],
  ['<p>', '1 '],
  ['<p>', '1'],
  ['<script>', '<'],
  ['<style>body{', ' '],
  ['<a href="', '../'],
  ['<a href="http://', 'a.'],
  ['a ', '\u0301'],
  ['User-agent: *\nDisallow: ', '*'],
  ['User-agent: *\n', 'Disallow: /*a\n'],
  ['', 'User-agent: a\n'],
  ['opacity:', ' '],
  ['font-size:0', ' '],
];

/** Deterministic pseudo-random numbers (a linear congruential generator of Knuth's). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

function repeated(start: string, unit: string, end = ''): Pump {
  const tail = end === '' ? '' : ` … ${shown(end)}`;
  return {
    name: `${start === '' ? '' : `${shown(start)} + `}${shown(unit)} again and again${tail}`,
    write: (length) => start + unit.repeat(Math.max(1, Math.floor(length / unit.length))) + end,
  };
}

function mixtures(count: number): Pump[] {
  const below = numbers(7);
  const all = [...single, ...openings];
  return Array.from({ length: count }, () => {
    const parts = Array.from({ length: 2 + below(4) }, () => all[below(all.length)] ?? ' ');
    return repeated('', parts.join(''));
  });
}

export const pumps: readonly Pump[] = [
  ...single.map((unit) => repeated('', unit)),
  ...['0', ' ', '.', '\n', '!'].map((unit) => repeated('', unit, 'A')),
  ...openings.map((unit) => repeated('', unit)),
  ...begun.map(([start, unit]) => repeated(start, unit, 'A')),
  ...mixtures(24),
];
