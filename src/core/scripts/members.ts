/** Reading and writing properties. */

import { codeOfAddress } from '../facts/scripts/code-address.ts';
import { fromMarkup } from './decoding.ts';
import { globalNamed } from './expressions.ts';
import { itemsCap, type Machine } from './machine.ts';
import { functionMethods, listMethods, numberMethods, patternMethods, stringMethods } from './native-names.ts';
import { isCode, recordScript, whenRead, whenSet } from './outside.ts';
import {
  type Closure,
  dict,
  isCallable,
  isObject,
  type List,
  type MadeElement,
  madeElement,
  type Native,
  native,
  roughText,
  taintOf,
  textOf,
  unknown,
  type Value,
} from './values.ts';

const propsCap = 20_000;

export function getMember(machine: Machine, object: Value, name: string): Value {
  if (object === undefined || object === null) return unknown();
  if (!isObject(object)) return ofPlain(machine, object, name);
  switch (object.kind) {
    case 'unknown':
      return whenRead(machine, object, name);
    case 'list':
      return ofList(object, name);
    case 'dict':
      return ofDict(machine, object, name);
    case 'closure':
    case 'native':
      return ofFunction(machine, object, name);
    case 'pattern':
      if (name === 'source') return object.source;
      if (name === 'constructor') return native('RegExp');
      return patternMethods.has(name) ? native(`pattern.${name}`, object) : unknown();
    case 'element':
      return ofElement(object, name);
    case 'styles':
      return object.of.styles.get(name) ?? native(`styles.${name}`, object);
  }
}

function ofPlain(machine: Machine, value: boolean | number | string, name: string): Value {
  if (name === 'constructor')
    return native({ string: 'String', number: 'Number', boolean: 'Boolean' }[typeof value as 'string'] ?? 'Object');
  if (typeof value === 'string') {
    if (name === 'length') return value.length;
    if (/^\d{1,9}$/.test(name)) {
      machine.step(value.length >> 8);
      return value[Number(name)];
    }
    return stringMethods.has(name) ? native(`string.${name}`, value) : undefined;
  }
  return numberMethods.has(name) ? native(`number.${name}`, value) : undefined;
}

function ofList(value: List, name: string): Value {
  if (/^\d{1,9}$/.test(name)) return value.items[Number(name)];
  if (name === 'length') return value.items.length;
  if (value.props.has(name)) return value.props.get(name);
  if (name === 'constructor') return native('Array');
  return listMethods.has(name) ? native(`list.${name}`, value) : undefined;
}

function ofDict(machine: Machine, object: Extract<Value, { kind: 'dict' }>, name: string): Value {
  let at: typeof object | null = object;
  for (let depth = 0; at !== null && depth < 20; depth++) {
    if (at.props.has(name)) return at.props.get(name);
    at = at.proto;
  }
  if (object === machine.world.globalObject) return globalNamed(machine, name);
  if (name === 'constructor') return native('Object');
  return name === 'hasOwnProperty' || name === 'toString' ? native(`dict.${name}`, object) : undefined;
}

function ofFunction(machine: Machine, object: Closure | Native, name: string): Value {
  if (object.props.has(name)) return object.props.get(name);
  if (name === 'constructor') return native('Function');
  if (name === 'prototype') {
    const made = object.kind === 'native' ? native(`${object.name}.prototype`) : dict();
    object.props.set('prototype', made);
    return made;
  }
  if (object.kind === 'closure' && name === 'length') return object.node.params.length;
  if (name === 'name') return object.kind === 'closure' ? (object.node.id?.name ?? '') : object.name;
  if (functionMethods.has(name)) return native(`function.${name}`, object);
  if (object.kind === 'closure') return undefined;
  const prototype = /^(String|Array)\.prototype$/.exec(object.name)?.[1];
  if (prototype !== undefined) return native(`${prototype === 'String' ? 'string' : 'list'}.${name}`);
  machine.step();
  return object.name === 'Math' ? mathConstant(name) : native(`${object.name}.${name}`);
}

function mathConstant(name: string): Value {
  const constant = { PI: Math.PI, E: Math.E, LN2: Math.LN2, SQRT2: Math.SQRT2 }[name];
  return constant ?? native(`Math.${name}`);
}

function ofElement(element: MadeElement, name: string): Value {
  if (name === 'style') return { kind: 'styles', of: element };
  if (name === 'tagName' || name === 'nodeName') return element.tag.toUpperCase();
  if (name === 'innerHTML' || name === 'text') return element.markup;
  // A created element whose text is read back decodes the markup put into it.
  if (
    element.markup !== '' &&
    (/^(?:textContent|innerText)$/.test(name) || (name === 'value' && element.tag === 'textarea'))
  )
    return fromMarkup(element.markup);
  if (contents.test(name)) return contentOf(element);
  const attribute = element.attributes.get(attributeOf(name));
  if (attribute !== undefined) return attribute;
  return elementMethods.test(name) ? native(`element.${name}`, element) : unknown(`(element).${name}`);
}

/** What a script takes out of an element that it filled: of a fragment, a template, a parsed document. */
const contents = /^(?:content|firstChild|firstElementChild|lastChild|lastElementChild|children|childNodes)$/;
/** Loops that empty an element ask as often as there are children. */
const mostTaken = 4;

function contentOf(element: MadeElement): Value {
  if (element.markup === '' || element.timesTaken >= mostTaken) return unknown('(element).content');
  element.timesTaken++;
  const held = madeElement('#fragment');
  held.markup = element.markup;
  held.taint = element.taint;
  return held;
}

const elementMethods =
  /^(?:cloneNode|[sg]etAttribute(?:NS)?|append(?:Child)?|prepend|insertBefore|insertAdjacent\w+|addEventListener|click|submit|remove\w*)$/;

const attributeNames: Readonly<Record<string, string>> = { className: 'class', htmlFor: 'for' };

function attributeOf(name: string): string {
  return attributeNames[name] ?? name.toLowerCase();
}

export function setMember(machine: Machine, object: Value, name: string, value: Value): void {
  machine.step();
  if (!isObject(object)) return;
  switch (object.kind) {
    case 'unknown':
      whenSet(machine, object, name, value);
      return;
    case 'list':
      if (name === 'length' && typeof value === 'number' && value >= 0 && value < object.items.length)
        object.items.length = Math.floor(value);
      else if (!/^\d{1,6}$/.test(name)) object.props.set(name, value);
      else if (Number(name) < itemsCap && Number(name) <= object.items.length + 1_000) {
        machine.step(Math.max(0, Number(name) - object.items.length));
        while (object.items.length < Number(name)) object.items.push(undefined);
        object.items[Number(name)] = value;
      }
      return;
    case 'dict':
      if (object === machine.world.globalObject && /^(?:location|name|on\w+)$/.test(name))
        whenSet(machine, unknown('window'), name, value);
      else if (object.props.size < propsCap) object.props.set(name, value);
      return;
    case 'closure':
    case 'native':
      if (object.props.size < propsCap) object.props.set(name, value);
      return;
    case 'styles':
      setStyle(object.of, name, value);
      return;
    case 'element':
      setOnElement(machine, object, name, value);
  }
}

/** An assignment or `setAttribute`. */
export function setOnElement(machine: Machine, element: MadeElement, name: string, value: Value): void {
  const text = roughText(value).slice(0, 20_000);
  element.taint |= taintOf(value);
  if (name === 'innerHTML' || name === 'text' || name === 'textContent' || name === 'innerText') {
    element.markup = text;
    if (element.tag === 'script' && textOf(value) !== null)
      machine.record({ type: 'code', code: text, when: machine.when });
    return;
  }
  if (isCallable(value)) {
    if (value.kind === 'closure') machine.handlers.push(value);
    return;
  }
  if (element.attributes.size >= 100) return;
  element.attributes.set(attributeOf(name), text);
  // An image is fetched even if it is never inserted into the page.
  if (element.tag === 'img' && name === 'src')
    machine.record({ type: 'send', channel: 'image', url: text, taint: taintOf(value), when: machine.when });
  if (element.tag === 'script' && name === 'src' && codeOfAddress(text) !== null) recordScript(machine, text);
  if (isCode(name, text)) machine.record({ type: 'code', code: text, when: 'asked' });
}

export function setStyle({ attributes, styles }: MadeElement, name: string, value: Value): void {
  const text = roughText(value).slice(0, 1_000);
  if (name === 'cssText') attributes.set('style', text);
  else if (styles.size < 50) styles.set(name, text);
}
