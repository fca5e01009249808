/** Function calls: the script's own functions, the language's, and unknown ones outside. */
import { callGlobal } from './global-functions.ts';
import { callList } from './list-methods.ts';
import type { Machine } from './machine.ts';
import { setOnElement, setStyle } from './members.ts';
import { recordElement, whenCalled } from './outside.ts';
import { bind, hoist, runAll } from './statements.ts';
import { callNumber, callPattern, callString } from './string-methods.ts';
import {
  type Closure,
  dict,
  isObject,
  isUnknown,
  itemOf,
  list,
  type MadeElement,
  madeElement,
  type Native,
  native,
  roughText,
  type Scope,
  taintOf,
  textOf,
  unknown,
  type Value,
} from './values.ts';

/** Recursion depth of one function: where the call surely happens, and where its condition is unknown. */
const recursion = { sure: 120, unsure: 1 };

export function callValue(machine: Machine, callee: Value, self: Value, args: readonly Value[]): Value {
  machine.step();
  if (!isObject(callee)) return callMissing(machine, self, args);
  switch (callee.kind) {
    case 'closure':
      return callClosure(machine, callee, self, args);
    case 'native':
      return callNative(machine, callee, args);
    case 'unknown':
      return callUnknown(machine, callee, args);
    default:
      return unknown('', taintOf(list([...args])));
  }
}

/**
 * Calling a non-function would throw. The call is treated as unknown instead, so that the code after it is still read.
 */
function callMissing(machine: Machine, self: Value, args: readonly Value[]): Value {
  return whenCalled(machine, unknown('', taintOf(self)), args);
}

function callUnknown(machine: Machine, callee: Extract<Value, { kind: 'unknown' }>, args: readonly Value[]): Value {
  const name = callee.path.slice(callee.path.lastIndexOf('.') + 1);
  if (/^createElement(?:NS)?$/.test(name)) {
    const tag = textOf(args[name === 'createElement' ? 0 : 1]);
    if (tag !== null) return madeElement(tag);
  } else if (name === 'createTextNode' && args.length > 0) {
    const node = madeElement('#text');
    node.markup = roughText(args[0]).slice(0, 200_000);
    return node;
  } else if (/^(?:import|adopt)Node$/.test(name)) {
    const [node] = args;
    if (isObject(node) && node.kind === 'element') return node;
  }
  // A method borrowed from an unknown object: `x.call(y, …)`.
  return whenCalled(machine, callee, args);
}

export function callClosure(machine: Machine, closure: Closure, self: Value, args: readonly Value[]): Value {
  const { node } = closure;
  const isDeep = closure.active >= (machine.when === 'now' ? recursion.sure : recursion.unsure + 1);
  if (isDeep) return unknown('', taintOf(list([...args])));
  closure.calls++;
  closure.active++;
  const before = { source: machine.source, mayHaveEnded: machine.mayHaveEnded };
  machine.source = closure.source;
  machine.mayHaveEnded = false;
  try {
    return machine.deeper(() => {
      const isArrow = node.type === 'ArrowFunctionExpression';
      const scope: Scope = {
        vars: new Map(),
        parent: closure.scope,
        isFunction: true,
        self: isArrow ? closure.self : self,
      };
      if (!isArrow) scope.vars.set('arguments', argumentsOf(args, closure));
      if (node.type === 'FunctionExpression' && node.id) scope.vars.set(node.id.name, closure);
      node.params.forEach((param, i) => {
        const value = param.type === 'RestElement' ? list(args.slice(i)) : args[i];
        bind(machine, param.type === 'RestElement' ? param.argument : param, value, scope);
      });
      if (node.body.type !== 'BlockStatement') return machine.evaluate(node.body, scope);
      hoist(machine, node.body.body, scope);
      const end = runAll(machine, node.body.body, scope);
      return end?.type === 'return' ? end.value : undefined;
    });
  } finally {
    closure.active--;
    machine.source = before.source;
    machine.mayHaveEnded = before.mayHaveEnded;
  }
}

function argumentsOf(args: readonly Value[], callee: Closure): Value {
  const made = list([...args]);
  made.props.set('callee', callee);
  return made;
}

function callNative(machine: Machine, callee: Native, args: readonly Value[]): Value {
  const dot = callee.name.indexOf('.');
  const [kind, name] = dot === -1 ? ['', callee.name] : [callee.name.slice(0, dot), callee.name.slice(dot + 1)];
  const { self } = callee;
  let taint = taintOf(self);
  for (const arg of args) taint |= taintOf(arg);
  if (kind === 'function') return callFunctionMethod(machine, name, self, args);
  if (self === undefined && (kind === 'string' || kind === 'list')) return unknown('', taint);
  if (kind === 'string') return callString(machine, name, self, args, taint);
  if (kind === 'number') return callNumber(name, self, args);
  if (kind === 'dict') return name === 'toString' ? '[object Object]' : hasOwn(self, args[0]);
  if (kind === 'list' && isObject(self)) {
    if (self.kind === 'list') return callList(machine, name, self, args);
    // `[].forEach.call(inputs, …)`: one item stands for all.
    return isUnknown(self) && iterating.test(name)
      ? callList(machine, name, list([itemOf(self)]), args)
      : unknown('', taint);
  }
  if (kind === 'pattern' && isObject(self) && self.kind === 'pattern')
    return callPattern(machine, name, self, args, taint);
  if (kind === 'element' && isObject(self) && self.kind === 'element') return callElement(machine, name, self, args);
  if (kind === 'styles' && isObject(self) && self.kind === 'styles') {
    if (name === 'setProperty') setStyle(self.of, textOf(args[0]) ?? '', args[1]);
    return undefined;
  }
  return callGlobal(machine, callee.name, args, taint);
}

const iterating = /^(?:forEach|map|flatMap|filter|find|some|every|reduce)$/;

function hasOwn(self: Value, key: Value): Value {
  const name = textOf(key);
  return name !== null && isObject(self) && self.kind === 'dict' ? self.props.has(name) : unknown();
}

function callFunctionMethod(machine: Machine, name: string, callee: Value, args: readonly Value[]): Value {
  const [self, ...rest] = args;
  switch (name) {
    case 'call':
      return machine.call(withSelf(callee, self), self, rest);
    case 'apply': {
      const [given] = rest;
      const many = isObject(given) && given.kind === 'list' ? given.items : isUnknown(given) ? [given] : [];
      machine.step(many.length);
      return machine.call(withSelf(callee, self), self, many);
    }
    case 'bind':
      return withSelf(callee, self);
    default:
      return textOf(callee) ?? unknown();
  }
}

/** `String.prototype.split.call('a.b', '.')`: binds a method to its object. */
function withSelf(callee: Value, self: Value): Value {
  if (!isObject(callee) || callee.kind !== 'native' || !/^(?:string|list)\./.test(callee.name)) return callee;
  return native(callee.name, self);
}

function callElement(machine: Machine, name: string, element: MadeElement, args: readonly Value[]): Value {
  const [first, second] = args;
  if (name === 'setAttribute' || name === 'setAttributeNS') {
    const attribute = textOf(args[args.length - 2]);
    if (attribute !== null) setOnElement(machine, element, attribute, args[args.length - 1]);
  } else if (/^(?:appendChild|append|insertBefore|prepend|insertAdjacentElement)$/.test(name)) {
    for (const child of [first, second]) {
      if (!isObject(child) || child.kind !== 'element' || child === element) continue;
      if (element.children.length < 200) element.children.push(child);
      child.isRecorded = true;
      if (element.tag === 'script' && child.tag === '#text') setOnElement(machine, element, 'text', child.markup);
    }
    return first;
  } else if (name === 'insertAdjacentHTML' && args.length > 1) element.markup += roughText(second).slice(0, 100_000);
  else if (name === 'cloneNode') return { ...element, isRecorded: false };
  else if (name === 'getAttribute') return element.attributes.get((textOf(first) ?? '').toLowerCase()) ?? null;
  else if (name === 'click') {
    const href = element.attributes.get('href');
    if (href !== undefined) machine.record({ type: 'redirect', url: href, when: machine.when });
  } else if (name === 'submit') recordElement(machine, element);
  else return whenCalled(machine, unknown(`(element).${name}`), args);
  return undefined;
}

export function constructValue(machine: Machine, callee: Value, args: readonly Value[]): Value {
  machine.step();
  if (isObject(callee) && callee.kind === 'closure') {
    const prototype = callee.props.get('prototype');
    const self = dict(isObject(prototype) && prototype.kind === 'dict' ? prototype : null);
    const result = callClosure(machine, callee, self, args);
    return isObject(result) ? result : self;
  }
  if (isObject(callee) && callee.kind === 'dict') {
    const made = dict(callee);
    const make = callee.props.get('constructor');
    if (isObject(make) && make.kind === 'closure') callClosure(machine, make, made, args);
    return made;
  }
  if (isObject(callee) && callee.kind === 'native') {
    if (callee.name === 'Image') return madeElement('img');
    if (/^(?:Array|Uint8Array|Uint16Array|Uint32Array|Int8Array)$/.test(callee.name)) return arrayOf(args);
    return callGlobal(machine, callee.name, args, taintOf(list([...args])), true);
  }
  if (isUnknown(callee) && /(?:^|\.)(?:WebSocket|EventSource|Worker)$/.test(callee.path)) {
    machine.requestUrl = roughText(args[0]);
    machine.record({
      type: 'send',
      channel: 'socket',
      url: machine.requestUrl,
      taint: taintOf(args[0]),
      when: machine.when,
    });
    return unknown('WebSocket()');
  }
  const path = isUnknown(callee) ? callee.path : '';
  // Run by a worker or a script element whose address names the blob.
  const code = path === 'Blob' ? roughText(args[0]).slice(0, 200_000) : '';
  if (workerCode.test(code)) machine.record({ type: 'code', code, when: machine.when });
  const read = /^FormData$/.test(path) && args.length > 0 ? 4 : 0;
  for (const arg of args)
    if (isObject(arg) && arg.kind === 'closure')
      machine.perhaps(() => callClosure(machine, arg, undefined, [unknown(), unknown()]));
  return unknown(path === '' ? '' : `${path}()`, taintOf(list([...args])) | read);
}

const workerCode = /\bimportScripts\s*\(|\bpostMessage\s*\(|\bonmessage\b|\bcreateElement\s*\(|\beval\s*\(/;

function arrayOf(args: readonly Value[]): Value {
  const [first] = args;
  if (args.length !== 1) return list([...args]);
  if (isObject(first) && first.kind === 'list') return list([...first.items]);
  if (typeof first !== 'number') return isUnknown(first) ? unknown('', first.taint) : list([first]);
  if (!(first >= 0 && first <= 20_000)) return unknown();
  return list(new Array<Value>(Math.floor(first)).fill(undefined));
}
