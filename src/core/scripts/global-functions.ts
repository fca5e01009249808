/** Global functions of the language. */
import { fromBase64, fromBytes, fromEscapes, fromPercent, toBase64, toEscapes, toPercent } from './decoding.ts';
import { type Machine, Thrown } from './machine.ts';
import { recordScript } from './outside.ts';
import {
  type Dict,
  dict,
  isCallable,
  isObject,
  isUnknown,
  itemOf,
  list,
  numberOf,
  roughText,
  taintOf,
  textOf,
  truthOf,
  unknown,
  type Value,
} from './values.ts';

type GlobalFunction = (machine: Machine, args: readonly Value[], taint: number) => Value;

/** @param isNew called with `new` */
export function callGlobal(
  machine: Machine,
  name: string,
  args: readonly Value[],
  taint: number,
  isNew = false,
): Value {
  if (name.startsWith('Math.')) return math(name.slice(5), args, taint);
  const known = functions.get(name);
  if (known !== undefined) return known(machine, args, taint);
  if (isNew && name === 'Object') return dict();
  return unknown('', taint);
}

/** Wraps a function from string to string. */
const ofText =
  (convert: (text: string) => string | null, isDecoder: boolean): GlobalFunction =>
  (machine, [first], taint) => {
    const text = textOf(first);
    if (text === null) return unknown('', taint, isDecoder ? null : roughText(first));
    machine.room(6 * text.length);
    machine.step(text.length >> 4);
    const made = convert(text);
    if (made === null) throw new Thrown('a decoder refused its text');
    if (isDecoder && made !== text) {
      machine.decoded += made.length;
      machine.noteString(made);
    }
    return machine.text(made);
  };

const numberFrom =
  (convert: (text: string, radix?: number) => number): GlobalFunction =>
  (_, [first, second], taint) => {
    const text = textOf(first);
    const radix = second === undefined ? undefined : numberOf(second);
    return text === null || radix === null ? unknown('', taint) : convert(text.slice(0, 4_000), radix);
  };

const later: GlobalFunction = (machine, [first]) => {
  if (isObject(first) && first.kind === 'closure') {
    if (machine.timers.length < 500) machine.timers.push(first);
  } else if (isCallable(first)) machine.call(first, undefined, []);
  else {
    const code = textOf(first);
    if (code !== null) machine.record({ type: 'code', code, when: machine.when });
  }
  return 1;
};

const run: GlobalFunction = (machine, [first], taint) => {
  const code = textOf(first);
  if (isUnknown(first)) machine.noteBlind('blindRuns');
  if (typeof first !== 'string' || code === null) return isObject(first) ? unknown('', taint) : first;
  return machine.run(code);
};

/** `import()` loads a script like an element does. */
const importing: GlobalFunction = (machine, [first], taint) => {
  recordScript(machine, roughText(first));
  return unknown('', taint);
};

const charactersOf: GlobalFunction = (machine, args, taint) => {
  const codes = args.map(numberOf);
  if (codes.some((code) => code === null)) return unknown('', taint);
  machine.decoded += codes.length;
  return machine.text(fromBytes(codes as number[]));
};

const functions: ReadonlyMap<string, GlobalFunction> = new Map<string, GlobalFunction>([
  ['parseInt', numberFrom((text, radix) => Number.parseInt(text, radix))],
  ['Number.parseInt', numberFrom((text, radix) => Number.parseInt(text, radix))],
  ['parseFloat', numberFrom((text) => Number.parseFloat(text))],
  ['isNaN', (_, [first], taint) => ofNumber(first, taint, Number.isNaN)],
  ['isFinite', (_, [first], taint) => ofNumber(first, taint, Number.isFinite)],
  ['Number', (_, [first], taint) => numberOf(first) ?? unknown('', taint)],
  ['String', (_, [first = ''], taint) => textOf(first) ?? unknown('', taint, roughText(first))],
  ['Boolean', (_, [first], taint) => truthOf(first) ?? unknown('', taint)],
  ['String.fromCharCode', charactersOf],
  ['String.fromCodePoint', charactersOf],
  ['atob', ofText(fromBase64, true)],
  ['btoa', ofText(toBase64, false)],
  ['unescape', ofText(fromEscapes, true)],
  ['escape', ofText(toEscapes, false)],
  ['decodeURIComponent', ofText((text) => fromPercent(text, false), true)],
  ['decodeURI', ofText((text) => fromPercent(text, true), true)],
  ['encodeURIComponent', ofText((text) => toPercent(text, false), false)],
  ['encodeURI', ofText((text) => toPercent(text, true), false)],
  ['eval', run],
  ['import', importing],
  ['execScript', run],
  ['setTimeout', later],
  ['setInterval', later],
  ['requestAnimationFrame', later],
  ['Function', makeFunction],
  ['RegExp', patternOf],
  ['Array', (_, args) => list([...args])],
  [
    'Array.isArray',
    (_, [first]) =>
      isObject(first) && first.kind === 'unknown' ? unknown() : isObject(first) && first.kind === 'list',
  ],
  ['Array.from', listFrom],
  ['Uint8Array.from', listFrom],
  ['Object', (_, [first]) => first ?? dict()],
  ['Object.keys', (_, [first]) => ofDict(first, (one) => [...one.props.keys()])],
  ['Object.values', (_, [first]) => ofDict(first, (one) => [...one.props.values()])],
  ['Object.entries', (_, [first]) => ofDict(first, (one) => [...one.props].map(([key, value]) => list([key, value])))],
  ['Object.freeze', (_, [first]) => first],
  ['Object.create', (_, [first]) => dict(isObject(first) && first.kind === 'dict' ? first : null)],
  ['Object.assign', (machine, [first, ...rest]) => assigned(machine, first, rest)],
  ['Object.defineProperty', defined],
  [
    'JSON.stringify',
    (_, [first], taint) => (typeof first === 'string' ? JSON.stringify(first) : unknown('', taint | taintOf(first))),
  ],
  ['JSON.parse', parsed],
]);

function ofNumber(value: Value, taint: number, test: (number: number) => boolean): Value {
  const number = numberOf(value);
  return number === null ? unknown('', taint) : test(number);
}

function ofDict(value: Value, itemsOf: (one: Dict) => Value[]): Value {
  if (isObject(value) && value.kind === 'dict') return list(itemsOf(value));
  return isObject(value) && value.kind === 'list' ? list([...value.items]) : unknown('', taintOf(value));
}

/** Elements take what is assigned as their attributes, like anything set one by one. */
function assigned(machine: Machine, to: Value, from: readonly Value[]): Value {
  if (!isObject(to)) return to;
  for (const one of from) {
    if (!isObject(one) || one.kind !== 'dict') continue;
    for (const [key, value] of one.props) {
      if (to.kind === 'dict') to.props.set(key, value);
      else machine.set(to, key, value);
    }
  }
  return to;
}

function defined(machine: Machine, [object, key, how]: readonly Value[]): Value {
  const name = textOf(key);
  if (name !== null && isObject(how) && how.kind === 'dict' && how.props.has('value'))
    machine.set(object, name, how.props.get('value'));
  return object;
}

function listFrom(machine: Machine, [from, map]: readonly Value[], taint: number): Value {
  const items = typeof from === 'string' ? [...from] : isObject(from) && from.kind === 'list' ? [...from.items] : null;
  // `Array.from` of elements that only the page has: one stands for all.
  if (items === null && isUnknown(from)) {
    const item = itemOf(from);
    return list([isCallable(map) ? machine.call(map, undefined, [item, 0]) : item]);
  }
  if (items === null) return unknown('', taint);
  machine.step(items.length >> 2);
  return list(isCallable(map) ? items.map((item, i) => machine.call(map, undefined, [item, i])) : items);
}

/** `Function(a, b, body)`: the body is code, and the result can be called. */
function makeFunction(machine: Machine, args: readonly Value[], taint: number): Value {
  const texts = args.map((arg) => textOf(arg));
  const body = texts.pop();
  if (body === undefined) return unknown();
  if (body === null) machine.noteBlind('blindRuns');
  if (body === null || texts.some((one) => one === null)) return unknown('', taint);
  return machine.run(`(function(${texts.join(',')}){${body}\n})`);
}

function patternOf(_: Machine, [source, flags = '']: readonly Value[], taint: number): Value {
  if (isObject(source) && source.kind === 'pattern') return source;
  const [text, signs] = [textOf(source), textOf(flags)];
  return text === null || signs === null ? unknown('', taint) : { kind: 'pattern', source: text, flags: signs };
}

const jsonCap = 100_000;

function parsed(_: Machine, [first]: readonly Value[], taint: number): Value {
  const text = textOf(first);
  if (text === null || text.length > jsonCap) return unknown('', taint);
  try {
    return valueOfJson(JSON.parse(text), 0);
  } catch {
    return unknown('', taint);
  }
}

function valueOfJson(json: unknown, depth: number): Value {
  if (typeof json !== 'object' || json === null) return json as Value;
  if (depth > 40) return unknown();
  if (Array.isArray(json)) return list(json.map((one) => valueOfJson(one, depth + 1)));
  const made = dict();
  for (const [key, value] of Object.entries(json)) made.props.set(key, valueOfJson(value, depth + 1));
  return made;
}

function math(name: string, args: readonly Value[], taint: number): Value {
  const numbers = args.map(numberOf);
  if (name === 'random' || numbers.some((number) => number === null)) return unknown('', taint);
  const [a = Number.NaN, b = Number.NaN] = numbers as number[];
  switch (name) {
    case 'floor':
      return Math.floor(a);
    case 'ceil':
      return Math.ceil(a);
    case 'round':
      return Math.round(a);
    case 'abs':
      return Math.abs(a);
    case 'min':
      return Math.min(...(numbers as number[]).slice(0, 1_000));
    case 'max':
      return Math.max(...(numbers as number[]).slice(0, 1_000));
    case 'pow':
      return a ** b;
    case 'sqrt':
      return Math.sqrt(a);
    case 'sign':
      return Math.sign(a);
    case 'trunc':
      return Math.trunc(a);
    case 'log':
      return Math.log(a);
    default:
      return unknown('', taint);
  }
}
