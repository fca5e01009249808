/** Values of the script interpreter. A value that it cannot know is `Unknown` and carries its origin. */
import type { ArrowFunctionExpression, FunctionDeclaration, FunctionExpression } from 'acorn';

export type Value =
  | undefined
  | null
  | boolean
  | number
  | string
  | Unknown
  | List
  | Dict
  | Closure
  | Native
  | Pattern
  | MadeElement
  | Styles;

/** What a value was derived from, as a set of bits. */
export const taints = { cookie: 1, storage: 2, typed: 4, keys: 8, card: 16, page: 32 } as const;

/** Placeholder for an unknown part of a text. */
export const hole = '\uFFFC';

export interface Unknown {
  readonly kind: 'unknown';
  /** How it was reached: `document.body.appendChild()`; empty for results of operations. */
  readonly path: string;
  /** What is known of it as text, with `hole` for the rest; null when nothing is. */
  readonly text: string | null;
  readonly taint: number;
}

export interface List {
  readonly kind: 'list';
  items: Value[];
  readonly props: Map<string, Value>;
}

export interface Dict {
  readonly kind: 'dict';
  readonly props: Map<string, Value>;
  readonly proto: Dict | null;
}

export type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

export interface Closure {
  readonly kind: 'closure';
  readonly node: FunctionNode;
  readonly scope: Scope;
  /** `this` of an arrow function. */
  readonly self: Value;
  readonly source: string;
  readonly props: Map<string, Value>;
  calls: number;
  active: number;
}

export interface Native {
  readonly kind: 'native';
  readonly name: string;
  /** Whose method it is. */
  readonly self: Value;
  readonly props: Map<string, Value>;
}

export interface Pattern {
  readonly kind: 'pattern';
  readonly source: string;
  readonly flags: string;
}

/** An element that a script creates. */
export interface MadeElement {
  readonly kind: 'element';
  readonly tag: string;
  readonly attributes: Map<string, string>;
  readonly styles: Map<string, string>;
  /** Its inner markup, and text of a text node or script. */
  markup: string;
  readonly children: MadeElement[];
  taint: number;
  isRecorded: boolean;
  /** How often its content was taken out of it. */
  timesTaken: number;
}

/** `style` of a made element. */
export interface Styles {
  readonly kind: 'styles';
  readonly of: MadeElement;
}

export interface Scope {
  readonly vars: Map<string, Value>;
  readonly parent: Scope | null;
  /** Whether it is a function's scope, where `var` is declared. */
  readonly isFunction: boolean;
  readonly self: Value;
}

export function unknown(path = '', taint = 0, text: string | null = null): Unknown {
  return { kind: 'unknown', path: path.length > 160 ? '' : path, text, taint };
}

/** What stands for every item of a list that only the page has. */
export function itemOf({ path, taint }: Unknown): Unknown {
  return unknown(path === '' ? '' : `${path}[]`, taint);
}

export const list = (items: Value[]): List => ({ kind: 'list', items, props: new Map() });
export const dict = (proto: Dict | null = null): Dict => ({ kind: 'dict', props: new Map(), proto });
export const native = (name: string, self: Value = undefined): Native => ({
  kind: 'native',
  name,
  self,
  props: new Map(),
});

export function madeElement(tag: string): MadeElement {
  const lower = tag.toLowerCase().slice(0, 40);
  return {
    kind: 'element',
    tag: lower,
    attributes: new Map(),
    styles: new Map(),
    markup: '',
    children: [],
    taint: 0,
    isRecorded: false,
    timesTaken: 0,
  };
}

export function isObject(value: Value): value is Exclude<Value, undefined | null | boolean | number | string> {
  return typeof value === 'object' && value !== null;
}

export function isUnknown(value: Value): value is Unknown {
  return isObject(value) && value.kind === 'unknown';
}

export function isCallable(value: Value): value is Closure | Native {
  return isObject(value) && (value.kind === 'closure' || value.kind === 'native');
}

/** Values visited in lists and objects, which may contain each other. */
const heldCap = { taint: 100, text: 100_000 };

/** Taint of the value and of what it contains. */
export function taintOf(value: Value): number {
  if (!isObject(value)) return 0;
  if (value.kind === 'unknown' || value.kind === 'element') return value.taint;
  if (value.kind !== 'list' && value.kind !== 'dict') return 0;
  let taint = 0;
  const met: Value[] = [value];
  for (let i = 0; i < met.length; i++) {
    const at = met[i];
    if (!isObject(at)) continue;
    if (at.kind === 'unknown' || at.kind === 'element') taint |= at.taint;
    else if (at.kind === 'list' || at.kind === 'dict') {
      for (const held of at.kind === 'list' ? at.items : at.props.values()) {
        if (met.length >= heldCap.taint) break;
        met.push(held);
      }
    }
  }
  return taint;
}

/** Converted as JavaScript converts to a string; null when not fully known or too expensive. */
export function textOf(value: Value): string | null {
  return isObject(value) ? textOfObject(value, { left: heldCap.text }, 0) : String(value);
}

type ObjectValue = Exclude<Value, undefined | null | boolean | number | string>;

function textOfObject(value: ObjectValue, budget: { left: number }, depth: number): string | null {
  switch (value.kind) {
    case 'unknown':
      return null;
    case 'list': {
      // A list that contains itself is converted to an empty string there.
      if (depth > 8) return '';
      const parts: string[] = [];
      for (const item of value.items) {
        if (--budget.left < 0) return null;
        if (item === undefined || item === null) parts.push('');
        else {
          const part = isObject(item) ? textOfObject(item, budget, depth + 1) : String(item);
          if (part === null) return null;
          budget.left -= part.length >> 4;
          parts.push(part);
        }
      }
      return parts.join(',');
    }
    case 'dict':
      return '[object Object]';
    case 'closure':
      return value.source.slice(value.node.start, value.node.end);
    case 'native':
      return `function ${value.name.slice(value.name.lastIndexOf('.') + 1)}() { [native code] }`;
    case 'pattern':
      return `/${value.source}/${value.flags}`;
    case 'element':
    case 'styles':
      return '[object HTMLElement]';
  }
}

/** Its text with placeholders for unknown parts. */
export function roughText(value: Value): string {
  if (isUnknown(value)) return value.text ?? hole;
  if (isObject(value) && value.kind === 'list')
    return value.items
      .slice(0, 500)
      .map((item) => (isObject(item) && item.kind === 'list' ? hole : roughText(item)))
      .join(',');
  return textOf(value) ?? hole;
}

/** Null when unknown. */
export function numberOf(value: Value): number | null {
  if (!isObject(value)) return Number(value);
  if (value.kind === 'list' || value.kind === 'dict') {
    const text = textOf(value);
    return text === null ? null : Number(text);
  }
  return value.kind === 'unknown' ? null : Number.NaN;
}

/** Null when unknown. */
export function truthOf(value: Value): boolean | null {
  if (!isObject(value)) return Boolean(value);
  return value.kind === 'unknown' ? null : true;
}

export function typeOf(value: Value): string | null {
  if (value === null) return 'object';
  if (!isObject(value)) return typeof value;
  if (value.kind === 'unknown') return null;
  return isCallable(value) ? 'function' : 'object';
}
