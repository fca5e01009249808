/** Methods of strings, numbers and regular expressions on known values. */
import type { Machine } from './machine.ts';
import { simplePattern } from './simple-pattern.ts';
import {
  isCallable,
  isObject,
  list,
  numberOf,
  type Pattern,
  roughText,
  textOf,
  unknown,
  type Value,
} from './values.ts';

export function callString(machine: Machine, name: string, self: Value, args: readonly Value[], taint: number): Value {
  const text = textOf(self);
  if (text === null) return roughly(name, self, args, taint);
  machine.text('', text.length);
  if (name === 'replace' || name === 'replaceAll') return replaced(machine, text, args, name === 'replaceAll', taint);
  if (name === 'split') return splitOf(machine, text, args, taint);
  if (name === 'match' || name === 'search' || name === 'matchAll') return matched(machine, text, name, args[0], taint);
  const numbers = args.map(numberOf);
  const texts = args.map((arg) => textOf(arg));
  if (texts.some((one) => one === null)) return unknown('', taint);
  return plain(machine, name, text, numbers, texts as string[]);
}

/** What remains known of a partly unknown text after the method. */
function roughly(name: string, self: Value, args: readonly Value[], taint: number): Value {
  if (name === 'concat') return unknown('', taint, roughText(self) + args.map(roughText).join(''));
  const keeps = /^(?:toString|valueOf|trim\w*|toLowerCase|toUpperCase|replace|replaceAll)$/.test(name);
  return unknown('', taint, keeps && isObject(self) && self.kind === 'unknown' ? self.text : null);
}

function plain(machine: Machine, name: string, text: string, numbers: (number | null)[], texts: string[]): Value {
  const [a, b] = numbers.map((number) => number ?? undefined);
  const [first = 'undefined', second = 'undefined'] = texts;
  switch (name) {
    case 'charAt':
      return text.charAt(a ?? 0);
    case 'charCodeAt':
      return text.charCodeAt(a ?? 0);
    case 'codePointAt':
      return text.codePointAt(a ?? 0);
    case 'at':
      return text.at(a ?? 0);
    case 'concat':
      machine.room(text.length + texts.reduce((sum, one) => sum + one.length, 0));
      return machine.text(text.concat(...texts));
    case 'indexOf':
      return text.indexOf(first, b);
    case 'lastIndexOf':
      return text.lastIndexOf(first, b);
    case 'includes':
      return text.includes(first);
    case 'startsWith':
      return text.startsWith(first, b);
    case 'endsWith':
      return text.endsWith(first);
    case 'slice':
      return machine.text(text.slice(a, b));
    case 'substring':
      return machine.text(text.substring(a ?? 0, b));
    case 'substr':
      return machine.text(
        text.substring(startOf(text, a ?? 0), b === undefined ? undefined : startOf(text, a ?? 0) + b),
      );
    case 'toUpperCase':
    case 'toLocaleUpperCase':
      return machine.text(text.toUpperCase());
    case 'toLowerCase':
    case 'toLocaleLowerCase':
      return machine.text(text.toLowerCase());
    case 'trim':
      return machine.text(text.trim());
    case 'trimStart':
      return machine.text(text.trimStart());
    case 'trimEnd':
      return machine.text(text.trimEnd());
    case 'repeat':
      machine.room(text.length * Math.max(0, a ?? 0));
      return machine.text(text.repeat(Math.max(0, Math.floor(a ?? 0) || 0)));
    case 'padStart':
    case 'padEnd':
      machine.room(a ?? 0);
      return machine.text(text[name](a ?? 0, texts.length > 1 ? second : ' '));
    case 'italics':
      return `<i>${text}</i>`;
    case 'bold':
      return `<b>${text}</b>`;
    case 'fontcolor':
      return `<font color="${first}">${text}</font>`;
    case 'link':
      return `<a href="${first}">${text}</a>`;
    case 'localeCompare':
      return text < first ? -1 : text > first ? 1 : 0;
    default:
      return text;
  }
}

function startOf(text: string, at: number): number {
  return at < 0 ? Math.max(0, text.length + at) : at;
}

/** Null for a pattern that is not run. */
function patternOf(value: Value, text: string): RegExp | null {
  return isObject(value) && value.kind === 'pattern' ? simplePattern(value.source, value.flags, text) : null;
}

const replacementsCap = 20_000;

function replaced(machine: Machine, text: string, [what, by]: readonly Value[], isAll: boolean, taint: number): Value {
  let made = '';
  let from = 0;
  let count = 0;
  const put = (found: string, at: number, groups: readonly (string | undefined)[]): boolean => {
    machine.step();
    const given = isCallable(by) ? machine.call(by, undefined, [found, ...groups, at, text]) : by;
    const bare = textOf(given);
    if (bare === null) return false;
    made += text.slice(from, at) + (isCallable(by) ? bare : expanded(bare, found, groups));
    machine.room(made.length);
    from = at + found.length;
    return ++count < replacementsCap;
  };
  if (isObject(what) && what.kind === 'pattern') {
    const pattern = patternOf(what, text);
    if (pattern === null) return unknown('', taint, text.slice(0, 20_000));
    const isGlobal = pattern.global;
    for (const found of isGlobal ? text.matchAll(pattern) : [pattern.exec(text)]) {
      if (found === null) break;
      if (!put(found[0], found.index, found.slice(1))) return unknown('', taint);
    }
  } else {
    const literal = textOf(what);
    if (literal === null) return unknown('', taint);
    for (let at = text.indexOf(literal); at !== -1; at = text.indexOf(literal, at + Math.max(1, literal.length))) {
      if (!put(literal, at, [])) return unknown('', taint);
      if (!isAll) break;
    }
  }
  return machine.text(made + text.slice(from));
}

function expanded(by: string, found: string, groups: readonly (string | undefined)[]): string {
  return by.includes('$')
    ? by.replace(/\$(?:(&)|(\d))/g, (_, all, digit) => (all ? found : (groups[digit - 1] ?? '')))
    : by;
}

function splitOf(machine: Machine, text: string, [by]: readonly Value[], taint: number): Value {
  machine.step(text.length >> 4);
  if (by === undefined) return list([text]);
  const pattern = patternOf(by, text);
  const literal = textOf(by);
  if (pattern === null && (literal === null || (isObject(by) && by.kind === 'pattern'))) return unknown('', taint);
  return list(text.split(pattern ?? literal ?? '', 100_000));
}

function matched(machine: Machine, text: string, name: string, by: Value, taint: number): Value {
  const pattern = typeof by === 'string' ? simplePattern(by, '', text) : patternOf(by, text);
  if (pattern === null) return unknown('', taint);
  machine.step(text.length >> 4);
  if (name === 'search') return text.search(pattern);
  const found = text.match(pattern);
  return found === null ? null : list([...found]);
}

export function callPattern(
  machine: Machine,
  name: string,
  self: Pattern,
  args: readonly Value[],
  taint: number,
): Value {
  const text = textOf(args[0]);
  if (text === null) return unknown('', taint);
  const pattern = simplePattern(self.source, self.flags.replace('g', ''), text);
  if (pattern === null) return unknown('', taint);
  machine.step(text.length >> 4);
  if (name === 'test') return pattern.test(text);
  const found = pattern.exec(text);
  return found === null ? null : list([...found]);
}

export function callNumber(name: string, self: Value, args: readonly Value[]): Value {
  const number = numberOf(self);
  const digits = args[0] === undefined ? undefined : numberOf(args[0]);
  if (number === null || digits === null) return unknown();
  if (name === 'toFixed') return number.toFixed(Math.min(20, Math.max(0, digits ?? 0)) || 0);
  const isRadix = digits !== undefined && digits >= 2 && digits <= 36;
  return name === 'toString' && isRadix ? number.toString(digits) : String(number);
}
