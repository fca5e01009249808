/** Evaluates expressions. Operations on unknown values give unknown values that keep their taint. */
import type { Expression, Identifier, MemberExpression, Node, Pattern, PrivateIdentifier, Super } from 'acorn';
import { itemsCap, type Machine } from './machine.ts';
import { natives } from './native-names.ts';
import { binary } from './operators.ts';
import {
  type Dict,
  dict,
  type FunctionNode,
  hole,
  isObject,
  isUnknown,
  itemOf,
  list,
  native,
  type Scope,
  taintOf,
  textOf,
  truthOf,
  typeOf,
  unknown,
  type Value,
} from './values.ts';

const closuresCap = 5_000;

export function makeClosure(machine: Machine, node: FunctionNode, scope: Scope): Value {
  const self = node.type === 'ArrowFunctionExpression' ? scope.self : undefined;
  const { source } = machine;
  const closure = { kind: 'closure', node, scope, self, source, props: new Map(), calls: 0, active: 0 } as const;
  if (machine.closures.length < closuresCap) machine.closures.push(closure);
  return closure;
}

export function evaluateExpression(machine: Machine, node: Node, scope: Scope): Value {
  machine.step();
  const expression = node as Expression | Super | PrivateIdentifier;
  switch (expression.type) {
    case 'Literal':
      if (typeof expression.value === 'string') machine.noteString(expression.value);
      return literal(expression);
    case 'Identifier':
      return lookUp(machine, expression.name, scope);
    case 'ThisExpression':
      return scope.self ?? machine.world.globalObject;
    case 'TemplateLiteral':
      return template(machine, expression, scope);
    case 'ArrayExpression':
      return list(spread(machine, expression.elements, scope));
    case 'ObjectExpression':
      return objectOf(machine, expression, scope);
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return makeClosure(machine, expression, scope);
    case 'UnaryExpression':
      return unary(machine, expression.operator, expression.argument, scope);
    case 'UpdateExpression': {
      const before = machine.evaluate(expression.argument, scope);
      const after = binary(machine, expression.operator === '++' ? '+' : '-', toNumeric(before), 1);
      assign(machine, expression.argument as Pattern, after, scope);
      return expression.prefix ? after : toNumeric(before);
    }
    case 'BinaryExpression':
      return binaryChain(machine, expression, scope);
    case 'LogicalExpression':
      return logical(machine, expression.operator, expression.left, expression.right, scope);
    case 'AssignmentExpression':
      return assignment(machine, expression.operator, expression.left, expression.right, scope);
    case 'ConditionalExpression': {
      const truth = truthOf(machine.evaluate(expression.test, scope));
      if (truth !== null) return machine.evaluate(truth ? expression.consequent : expression.alternate, scope);
      const [first, second] = machine.perhaps(() => [
        machine.evaluate(expression.consequent, scope),
        machine.evaluate(expression.alternate, scope),
      ]);
      return either(first, second);
    }
    case 'SequenceExpression': {
      let last: Value;
      for (const one of expression.expressions) last = machine.evaluate(one, scope);
      return last;
    }
    case 'MemberExpression':
      return member(machine, expression, scope).value;
    case 'CallExpression':
      return callOf(machine, expression.callee, expression.arguments, scope);
    case 'NewExpression':
      return machine.construct(
        machine.evaluate(expression.callee, scope),
        spread(machine, expression.arguments, scope),
      );
    case 'TaggedTemplateExpression': {
      const callee = machine.evaluate(expression.tag, scope);
      const cooked = expression.quasi.quasis.map(({ value }) => value.cooked ?? '');
      const values = expression.quasi.expressions.map((one) => machine.evaluate(one, scope));
      return machine.call(callee, undefined, [list(cooked), ...values]);
    }
    case 'ChainExpression':
      return machine.evaluate(expression.expression, scope);
    case 'AwaitExpression':
      return machine.evaluate(expression.argument, scope);
    case 'YieldExpression':
      return expression.argument ? machine.evaluate(expression.argument, scope) : undefined;
    case 'ClassExpression':
      return classOf(machine, expression, scope);
    case 'ImportExpression':
      return machine.call(native('import'), undefined, [machine.evaluate(expression.source, scope)]);
    default:
      return /^Class/.test(node.type) ? classOf(machine, node as ClassNode, scope) : unknown();
  }
}

function literal({ value, regex }: Extract<Expression, { type: 'Literal' }>): Value {
  if (regex) return { kind: 'pattern', source: regex.pattern, flags: regex.flags };
  if (typeof value === 'bigint') return Number(value);
  return value instanceof RegExp ? unknown() : value;
}

function lookUp(machine: Machine, name: string, scope: Scope): Value {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    if (at.vars.has(name)) return at.vars.get(name);
  }
  return globalNamed(machine, name);
}

const globalNames: ReadonlySet<string> = new Set(['window', 'self', 'globalThis', 'frames']);

/** The browser's global of this name, or the value that the script assigned to it. */
export function globalNamed(machine: Machine, name: string): Value {
  if (machine.world.globalObject.props.has(name)) return machine.world.globalObject.props.get(name);
  if (globalNames.has(name)) return machine.world.globalObject;
  if (name === 'undefined') return undefined;
  if (name === 'NaN') return Number.NaN;
  if (name === 'Infinity') return Number.POSITIVE_INFINITY;
  return natives.has(name) ? native(name) : unknown(name);
}

function setVariable(machine: Machine, name: string, value: Value, scope: Scope): void {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    if (!at.vars.has(name)) continue;
    at.vars.set(name, value);
    return;
  }
  machine.set(machine.world.globalObject, name, value);
}

/** @param isDeclaring declares in this scope instead of assigning where the name was found */
export function assign(machine: Machine, to: Pattern, value: Value, scope: Scope, isDeclaring = false): void {
  switch (to.type) {
    case 'Identifier':
      if (isDeclaring) scope.vars.set(to.name, value);
      else setVariable(machine, to.name, value, scope);
      return;
    case 'MemberExpression': {
      const object = machine.evaluate(to.object, scope);
      const name = propertyName(machine, to, scope);
      if (name !== null) machine.set(object, name, value);
      // Kept even under an unknown name, so that it is part of what is sent later.
      else if (isObject(object) && object.kind === 'dict') machine.set(object, hole, value);
      else if (isObject(object) && object.kind === 'list') machine.set(object, String(object.items.length), value);
      return;
    }
    case 'AssignmentPattern':
      assign(machine, to.left, value === undefined ? machine.evaluate(to.right, scope) : value, scope, isDeclaring);
      return;
    case 'RestElement':
      assign(machine, to.argument, value, scope, isDeclaring);
      return;
    case 'ArrayPattern':
      to.elements.forEach((element, i) => {
        if (element === null) return;
        const isRest = element.type === 'RestElement';
        const rest = isObject(value) && value.kind === 'list' ? list(value.items.slice(i)) : unknown();
        assign(machine, element, isRest ? rest : machine.get(value, String(i)), scope, isDeclaring);
      });
      return;
    case 'ObjectPattern':
      for (const one of to.properties) {
        if (one.type !== 'Property') assign(machine, one.argument, unknown('', taintOf(value)), scope, isDeclaring);
        else assign(machine, one.value, machine.get(value, keyOf(machine, one, scope) ?? ''), scope, isDeclaring);
      }
  }
}

function keyOf(machine: Machine, property: { key: Node; computed: boolean }, scope: Scope): string | null {
  if (property.computed) return textOf(machine.evaluate(property.key, scope));
  const { key } = property;
  return key.type === 'Identifier' ? (key as Identifier).name : String((key as { value?: unknown }).value ?? '');
}

function template(machine: Machine, node: Extract<Expression, { type: 'TemplateLiteral' }>, scope: Scope): Value {
  let made: Value = node.quasis[0]?.value.cooked ?? '';
  node.expressions.forEach((expression, i) => {
    made = binary(machine, '+', made, machine.evaluate(expression, scope));
    made = binary(machine, '+', made, node.quasis[i + 1]?.value.cooked ?? '');
  });
  return made;
}

function spread(machine: Machine, nodes: readonly (Node | null)[], scope: Scope): Value[] {
  const values: Value[] = [];
  for (const node of nodes) {
    if (node?.type !== 'SpreadElement') values.push(node === null ? undefined : machine.evaluate(node, scope));
    else {
      const many = machine.evaluate((node as Node & { argument: Node }).argument, scope);
      machine.step(sizeOf(many));
      if (isObject(many) && many.kind === 'list') values.push(...many.items.slice(0, itemsCap - values.length));
      else if (typeof many === 'string') values.push(...[...many].slice(0, itemsCap - values.length));
      else values.push(isUnknown(many) ? itemOf(many) : unknown('', taintOf(many)));
    }
  }
  return values;
}

function sizeOf(value: Value): number {
  if (typeof value === 'string') return value.length;
  return isObject(value) && value.kind === 'list' ? value.items.length : 1;
}

function objectOf(machine: Machine, node: Extract<Expression, { type: 'ObjectExpression' }>, scope: Scope): Dict {
  const made = dict();
  for (const property of node.properties) {
    if (property.type !== 'Property') {
      const from = machine.evaluate(property.argument, scope);
      if (isObject(from) && from.kind === 'dict') for (const [key, value] of from.props) made.props.set(key, value);
      continue;
    }
    const value = machine.evaluate(property.value, scope);
    const key = keyOf(machine, property, scope);
    if (key !== null && property.kind !== 'set') made.props.set(key, value);
  }
  return made;
}

type ClassNode = Extract<Expression, { type: 'ClassExpression' }>;

/** Its methods are called at the end, like all functions that were never called. */
function classOf(machine: Machine, { body, superClass }: ClassNode, scope: Scope): Value {
  if (superClass) machine.evaluate(superClass, scope);
  const made = dict();
  for (const part of body.body) {
    if (part.type === 'StaticBlock') continue;
    const value = part.value ? machine.evaluate(part.value, scope) : undefined;
    const key = part.key.type === 'PrivateIdentifier' ? `#${part.key.name}` : keyOf(machine, part, scope);
    if (key !== null) made.props.set(key, value);
  }
  return made;
}

function unary(machine: Machine, operator: string, argument: Node, scope: Scope): Value {
  const value = machine.evaluate(argument, scope);
  switch (operator) {
    case 'typeof':
      return typeOf(value) ?? unknown('', taintOf(value));
    case '!': {
      const truth = truthOf(value);
      return truth === null ? unknown('', taintOf(value)) : !truth;
    }
    case '-':
    case '~': {
      const number = toNumeric(value);
      if (typeof number !== 'number') return number;
      return operator === '-' ? -number : ~number;
    }
    case '+':
      return toNumeric(value);
    case 'delete':
      return true;
    default:
      return undefined;
  }
}

function toNumeric(value: Value): Value {
  if (typeof value === 'number') return value;
  return binary(null, '-', value, 0);
}

/** Long sums are left-nested, so they are computed without recursion. */
function binaryChain(machine: Machine, node: Extract<Expression, { type: 'BinaryExpression' }>, scope: Scope): Value {
  const chain = [node];
  for (let at = node.left; at.type === 'BinaryExpression'; at = at.left) chain.push(at);
  const innermost = chain[chain.length - 1] ?? node;
  let value = innermost.left.type === 'PrivateIdentifier' ? unknown() : machine.evaluate(innermost.left, scope);
  for (let i = chain.length - 1; i >= 0; i--) {
    const { operator, right } = chain[i] ?? node;
    machine.step();
    value = binary(machine, operator, value, machine.evaluate(right, scope));
  }
  return value;
}

function logical(machine: Machine, operator: string, left: Node, right: Node, scope: Scope): Value {
  const first = machine.evaluate(left, scope);
  const truth = operator === '??' ? isThere(first) : truthOf(first);
  if (truth === null)
    return either(
      first,
      machine.perhaps(() => machine.evaluate(right, scope)),
    );
  const stays = operator === '&&' ? !truth : truth;
  return stays ? first : machine.evaluate(right, scope);
}

function isThere(value: Value): boolean | null {
  if (isObject(value) && value.kind === 'unknown') return null;
  return value !== undefined && value !== null;
}

/** The more informative of two branch values: a tainted one first, then one that the script wrote itself. */
function either(first: Value, second: Value): Value {
  const [a, b] = [taintOf(first), taintOf(second)];
  if (a !== 0 || b !== 0) return withTaint(a !== 0 ? first : second, a | b);
  if (!isObject(first) || first.kind !== 'unknown') return first;
  // An outside object and its fallback: what is done to the outside object matters.
  return first.path !== '' && first.text === null ? first : second;
}

function withTaint(value: Value, taint: number): Value {
  if (!isObject(value) || value.kind !== 'unknown' || (value.taint | taint) === value.taint) return value;
  return unknown(value.path, value.taint | taint, value.text);
}

function assignment(machine: Machine, operator: string, left: Node, right: Node, scope: Scope): Value {
  const to = left as Pattern;
  if (operator === '=') {
    const value = machine.evaluate(right, scope);
    assign(machine, to, value, scope);
    return value;
  }
  if (/^(?:&&|\|\||\?\?)=$/.test(operator)) {
    const value = logical(machine, operator.slice(0, -1), left, right, scope);
    assign(machine, to, value, scope);
    return value;
  }
  const before = machine.evaluate(left, scope);
  const value = binary(machine, operator.slice(0, -1), before, machine.evaluate(right, scope));
  assign(machine, to, value, scope);
  return value;
}

/** Null when unknown. */
function propertyName(machine: Machine, { property, computed }: MemberExpression, scope: Scope): string | null {
  if (!computed) return property.type === 'Identifier' ? property.name : `#${(property as PrivateIdentifier).name}`;
  const name = textOf(machine.evaluate(property, scope));
  // Minified code keeps a name that it uses often in a variable.
  if (name !== null && property.type !== 'Literal' && property.type !== 'Identifier') machine.noteComputed(name);
  return name;
}

interface Member {
  readonly object: Value;
  readonly value: Value;
  /** A method of page or window called by an unknown name. */
  readonly isBlind: boolean;
}

function member(machine: Machine, node: MemberExpression, scope: Scope): Member {
  const object = node.object.type === 'Super' ? unknown() : machine.evaluate(node.object, scope);
  const name = propertyName(machine, node, scope);
  if (name !== null) return { object, value: machine.get(object, name), isBlind: false };
  const isOutside = object === machine.world.globalObject || (isUnknown(object) && object.path.startsWith('document'));
  return { object, value: unknown('', taintOf(object)), isBlind: isOutside };
}

function callOf(machine: Machine, callee: Node, args: readonly Node[], scope: Scope): Value {
  if (callee.type === 'MemberExpression') {
    const { object, value, isBlind } = member(machine, callee as MemberExpression, scope);
    if (isBlind) machine.noteBlind('blindNames');
    return machine.call(value, object, spread(machine, args, scope));
  }
  const value = callee.type === 'Super' ? unknown() : machine.evaluate(callee, scope);
  return machine.call(value, undefined, spread(machine, args, scope));
}

/** Null when unknown. */
export function isEqual(left: Value, right: Value, isStrict: boolean): boolean | null {
  const result = binary(null, isStrict ? '===' : '==', left, right);
  return typeof result === 'boolean' ? result : null;
}
