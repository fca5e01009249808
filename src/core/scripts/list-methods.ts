/** Methods of arrays. */

import { isEqual } from './expressions.ts';
import { itemsCap, type Machine } from './machine.ts';
import {
  isObject,
  type List,
  list,
  numberOf,
  roughText,
  taintOf,
  textOf,
  truthOf,
  unknown,
  type Value,
} from './values.ts';

/** Engines move the items of these methods in a single operation. */
const cheap = /^(?:shift|unshift)$/;

export function callList(machine: Machine, name: string, self: List, args: readonly Value[]): Value {
  const { items } = self;
  const [first] = args;
  if (!/^(?:push|pop|at)$/.test(name)) machine.step(items.length >> (cheap.test(name) ? 6 : 1));
  switch (name) {
    case 'push':
      if (items.length + args.length <= itemsCap) items.push(...args);
      return items.length;
    case 'pop':
      return items.pop();
    case 'shift':
      return items.shift();
    case 'unshift':
      if (items.length + args.length <= itemsCap) items.unshift(...args);
      return items.length;
    case 'reverse':
      items.reverse();
      return self;
    case 'join':
      return joined(machine, items, first === undefined ? ',' : textOf(first));
    case 'toString':
      return joined(machine, items, ',');
    case 'concat':
      return list(
        [...items, ...args.flatMap((arg) => (isObject(arg) && arg.kind === 'list' ? arg.items : [arg]))].slice(
          0,
          itemsCap,
        ),
      );
    case 'slice':
      return list(items.slice(at(first), args.length > 1 ? at(args[1]) : undefined));
    case 'splice':
      return list(items.splice(at(first) ?? 0, args.length > 1 ? (at(args[1]) ?? 0) : items.length, ...args.slice(2)));
    case 'indexOf':
    case 'includes': {
      const index = items.findIndex((item) => isEqual(item, first, true) === true);
      return name === 'includes' ? index !== -1 : index;
    }
    case 'at':
      return items.at(at(first) ?? 0);
    case 'keys':
      return list(items.map((_, i) => i));
    case 'flat':
      return list(
        items.flatMap((item) => (isObject(item) && item.kind === 'list' ? item.items : [item])).slice(0, itemsCap),
      );
    case 'fill':
      for (let i = 0; i < items.length; i++) items[i] = first;
      return self;
    case 'sort':
      return sorted(machine, self, first);
    case 'reduce':
    case 'reduceRight':
      return reduced(machine, name === 'reduce' ? items : [...items].reverse(), args);
    case 'values':
    case 'entries':
    case 'valueOf':
      return self;
    default:
      return each(machine, name, self, first);
  }
}

function at(value: Value): number | undefined {
  return value === undefined ? undefined : (numberOf(value) ?? undefined);
}

function joined(machine: Machine, items: readonly Value[], by: string | null): Value {
  if (by === null) return unknown();
  const parts = items.map((item) => (item === undefined || item === null ? '' : textOf(item)));
  if (parts.every((part) => part !== null)) {
    machine.room(parts.reduce((sum, part) => sum + part.length + by.length, 0));
    return machine.text(parts.join(by));
  }
  return unknown('', taintOf(list([...items])), items.slice(0, 2_000).map(roughText).join(by).slice(0, 20_000));
}

function sorted(machine: Machine, self: List, by: Value): Value {
  machine.step(self.items.length);
  if (by === undefined && self.items.every((item) => textOf(item) !== null))
    self.items.sort((a, b) => ((textOf(a) ?? '') < (textOf(b) ?? '') ? -1 : 1));
  return self;
}

function reduced(machine: Machine, items: readonly Value[], [callback, start]: readonly Value[]): Value {
  const rest = [...items];
  let held = start === undefined ? rest.shift() : start;
  for (const item of rest) held = machine.call(callback, undefined, [held, item]);
  return held;
}

function each(machine: Machine, name: string, self: List, callback: Value): Value {
  const results: Value[] = [];
  for (let i = 0; i < self.items.length && i < itemsCap; i++) {
    machine.step();
    const result = machine.call(callback, undefined, [self.items[i], i, self]);
    const truth = truthOf(result);
    if (name === 'find' && truth === true) return self.items[i];
    if (name === 'findIndex' && truth === true) return i;
    if (name === 'some' && truth === true) return true;
    if (name === 'every' && truth === false) return false;
    results.push(result);
  }
  switch (name) {
    case 'map':
      return list(results);
    case 'flatMap':
      return list(
        results.flatMap((one) => (isObject(one) && one.kind === 'list' ? one.items : [one])).slice(0, itemsCap),
      );
    case 'filter':
      return list(self.items.filter((_, i) => truthOf(results[i]) !== false));
    case 'findIndex':
      return -1;
    case 'some':
    case 'every':
      return name === 'every';
    default:
      return undefined;
  }
}
