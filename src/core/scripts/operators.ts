/** JavaScript's operators on known values, and what can be derived for unknown ones. */
import type { Machine } from './machine.ts';
import { isObject, isUnknown, numberOf, roughText, taintOf, textOf, unknown, type Value } from './values.ts';

const roughCap = 20_000;

export function binary(machine: Machine | null, operator: string, left: Value, right: Value): Value {
  if (operator === '+') return sum(machine, left, right);
  if (/^[!=]==?$/.test(operator)) return equality(operator, left, right);
  if (operator === 'instanceof' || operator === 'in') return unknown('', 0);
  if (typeof left === 'string' && typeof right === 'string' && /^[<>]=?$/.test(operator))
    return compared(operator, left, right);
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === null || b === null) return unknown('', taintOf(left) | taintOf(right));
  return arithmetic(operator, a, b);
}

function compared<T extends string | number>(operator: string, a: T, b: T): boolean {
  if (operator === '<') return a < b;
  if (operator === '>') return a > b;
  return operator === '<=' ? a <= b : a >= b;
}

function arithmetic(operator: string, a: number, b: number): Value {
  switch (operator) {
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '**':
      return a ** b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    case '>>>':
      return a >>> b;
    default:
      return compared(operator, a, b);
  }
}

function sum(machine: Machine | null, left: Value, right: Value): Value {
  if (isPlain(left) && isPlain(right) && typeof left !== 'string' && typeof right !== 'string')
    return Number(left) + Number(right);
  for (const one of [left, right]) if (isObject(one) && one.kind === 'list') machine?.step(one.items.length);
  const a = isUnknown(left) ? null : textOf(left);
  const b = isUnknown(right) ? null : textOf(right);
  if (a !== null && b !== null) {
    machine?.room(a.length + b.length);
    // Charged by the shorter one, since engines concatenate by reference.
    machine?.text(a.length < b.length ? a : b);
    return a + b;
  }
  const taint = taintOf(left) | taintOf(right);
  const isText = [left, right].some((one) => typeof one === 'string' || (isUnknown(one) && one.text !== null));
  if (!isText) return unknown('', taint);
  const rough = roughText(left).slice(0, roughCap) + roughText(right).slice(0, roughCap);
  machine?.step(rough.length >> 6);
  return unknown('', taint, rough.slice(0, 2 * roughCap));
}

function isPlain(value: Value): value is undefined | null | boolean | number | string {
  return !isObject(value);
}

function equality(operator: string, left: Value, right: Value): Value {
  const equal = areEqual(left, right, operator.length === 3);
  if (equal === null) return unknown('', taintOf(left) | taintOf(right));
  return operator.startsWith('!') ? !equal : equal;
}

function areEqual(left: Value, right: Value, isStrict: boolean): boolean | null {
  if (isUnknown(left) || isUnknown(right)) return null;
  if (isObject(left) && isObject(right)) return left === right;
  if (isStrict) return left === right;
  if (isObject(left) || isObject(right)) {
    const [object, plain] = isObject(left) ? [left, right] : [right, left];
    if (plain === null || plain === undefined) return false;
    const text = textOf(object);
    if (text === null) return null;
    return typeof plain === 'string' ? text === plain : Number(text) === Number(plain);
  }
  // biome-ignore lint/suspicious/noDoubleEquals: the script's own operator.
  return left == right;
}
