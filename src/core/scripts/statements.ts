/** Executes statements: both branches of an unknown condition, and the body of a loop of unknown length once. */
import type { Node, Pattern, Statement, VariableDeclaration } from 'acorn';
import { assign, isEqual, makeClosure } from './expressions.ts';
import { type Hoisted, hoistedIn } from './hoisting.ts';
import { type Completion, type Machine, Thrown } from './machine.ts';
import { isObject, isUnknown, itemOf, type Scope, truthOf, unknown, type Value } from './values.ts';

const hoistings = new WeakMap<readonly Node[], Hoisted>();

/** Declares what the body of a program or function declares anywhere. */
export function hoist(machine: Machine, body: readonly Node[], scope: Scope): void {
  let hoisted = hoistings.get(body);
  if (hoisted === undefined) {
    hoisted = hoistedIn(body);
    hoistings.set(body, hoisted);
  }
  machine.step(hoisted.names.length);
  for (const name of hoisted.names) if (!scope.vars.has(name)) scope.vars.set(name, undefined);
  for (const node of hoisted.functions) scope.vars.set(node.id?.name ?? '', makeClosure(machine, node, scope));
}

export function runAll(machine: Machine, body: readonly Node[], scope: Scope): Completion | null {
  for (const statement of body) {
    const end = machine.execute(statement, scope);
    if (end !== null) return end;
  }
  return null;
}

export function executeStatement(machine: Machine, node: Node, scope: Scope): Completion | null {
  machine.step();
  const statement = node as Statement;
  switch (statement.type) {
    case 'ExpressionStatement':
      machine.evaluate(statement.expression, scope);
      return null;
    case 'VariableDeclaration':
      declare(machine, statement, scope);
      return null;
    case 'ReturnStatement': {
      const value = statement.argument ? machine.evaluate(statement.argument, scope) : undefined;
      return { type: 'return', value, label: null };
    }
    case 'BlockStatement':
      return runAll(machine, statement.body, blockScope(statement.body, scope));
    case 'IfStatement':
      return executeIf(machine, statement, scope);
    case 'ForStatement': {
      const inner = childScope(scope);
      if (statement.init?.type === 'VariableDeclaration') declare(machine, statement.init, inner);
      else if (statement.init) machine.evaluate(statement.init, inner);
      return loop(machine, statement.body, inner, statement.test ?? null, statement.update ?? null);
    }
    case 'WhileStatement':
      return loop(machine, statement.body, scope, statement.test, null);
    case 'DoWhileStatement': {
      const end = runBody(machine, statement.body, scope);
      if (end !== null) return leavesLoop(end) ? passedOn(end) : null;
      return loop(machine, statement.body, scope, statement.test, null);
    }
    case 'ForInStatement':
    case 'ForOfStatement':
      return executeForEach(machine, statement.left, statement.right, statement.body, statement.type, scope);
    case 'BreakStatement':
      return { type: 'break', value: undefined, label: statement.label?.name ?? null };
    case 'ContinueStatement':
      return { type: 'continue', value: undefined, label: statement.label?.name ?? null };
    case 'ThrowStatement':
      throw new Thrown(machine.evaluate(statement.argument, scope));
    case 'TryStatement':
      return executeTry(machine, statement, scope);
    case 'SwitchStatement':
      return executeSwitch(machine, statement, scope);
    case 'LabeledStatement': {
      const end = machine.execute(statement.body, scope);
      return end?.label === statement.label.name ? null : end;
    }
    case 'WithStatement':
      machine.evaluate(statement.object, scope);
      return machine.execute(statement.body, scope);
    case 'ClassDeclaration':
      scope.vars.set(statement.id?.name ?? '', machine.evaluate(statement, scope));
      return null;
    default:
      return executeOther(machine, node, scope);
  }
}

function executeOther(machine: Machine, node: Node, scope: Scope): Completion | null {
  const { declaration } = node as Node & { declaration?: Node | null };
  if (declaration && /Statement$|Declaration$/.test(declaration.type)) return machine.execute(declaration, scope);
  if (declaration) machine.evaluate(declaration, scope);
  return null;
}

function declare(machine: Machine, { kind, declarations }: VariableDeclaration, scope: Scope): void {
  for (const { id, init } of declarations) {
    if (!init && kind === 'var') continue;
    const value = init ? machine.evaluate(init, scope) : undefined;
    if (kind === 'var') assign(machine, id, value, scope);
    else bind(machine, id, value, scope);
  }
}

/** Declares in this scope. */
export function bind(machine: Machine, pattern: Pattern, value: Value, scope: Scope): void {
  if (pattern.type === 'Identifier') scope.vars.set(pattern.name, value);
  else assign(machine, pattern, value, scope, true);
}

function childScope(parent: Scope): Scope {
  return { vars: new Map(), parent, isFunction: false, self: parent.self };
}

function blockScope(body: readonly Statement[], scope: Scope): Scope {
  const declares = body.some(
    (one) => (one.type === 'VariableDeclaration' && one.kind !== 'var') || one.type === 'ClassDeclaration',
  );
  return declares ? childScope(scope) : scope;
}

type If = Extract<Statement, { type: 'IfStatement' }>;

function executeIf(machine: Machine, { test, consequent, alternate }: If, scope: Scope): Completion | null {
  const truth = truthOf(machine.evaluate(test, scope));
  if (truth !== null) {
    const [taken, other] = truth ? [consequent, alternate] : [alternate, consequent];
    if (other) machine.leaveOut(other, scope);
    if (taken) machine.taken.add(taken);
    return taken ? machine.execute(taken, scope) : null;
  }
  const [first, second] = machine.perhaps(() => [
    caught(machine, () => machine.execute(consequent, scope)),
    alternate ? caught(machine, () => machine.execute(alternate, scope)) : null,
  ]);
  if (first !== null && second !== null) return first.type === 'return' && second.type !== 'return' ? second : first;
  const only = first ?? second;
  if (only === null) return null;
  // A guard (`if (…) return`): the code after it still has to be read.
  if (only.type !== 'return') machine.mayHaveEnded = true;
  return null;
}

/** An exception in a branch that may never be taken ends that branch only. */
function caught(machine: Machine, run: () => Completion | null): Completion | null {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    machine.step();
    return null;
  }
}

function loop(machine: Machine, body: Statement, scope: Scope, test: Node | null, update: Node | null) {
  const before = machine.mayHaveEnded;
  try {
    for (;;) {
      machine.step();
      const truth = test === null ? true : truthOf(machine.evaluate(test, scope));
      if (truth === false) return null;
      machine.mayHaveEnded = false;
      const end = truth === null ? machine.perhaps(() => runBody(machine, body, scope)) : runBody(machine, body, scope);
      if (end !== null && leavesLoop(end)) return passedOn(end);
      if (update !== null) machine.evaluate(update, scope);
      if (truth === null || machine.mayHaveEnded) return null;
    }
  } finally {
    machine.mayHaveEnded = before;
  }
}

function runBody(machine: Machine, body: Statement, scope: Scope): Completion | null {
  return machine.execute(body, scope);
}

function leavesLoop({ type, label }: Completion): boolean {
  return type === 'return' || type === 'break' || label !== null;
}

function passedOn(end: Completion): Completion | null {
  return end.type === 'return' || end.label !== null ? end : null;
}

function executeForEach(
  machine: Machine,
  left: VariableDeclaration | Pattern,
  right: Node,
  body: Statement,
  type: string,
  scope: Scope,
): Completion | null {
  const over = machine.evaluate(right, scope);
  const inner = childScope(scope);
  const items = itemsOf(over, type === 'ForInStatement');
  machine.step((items?.length ?? 0) >> 2);
  const run = (item: Value): Completion | null => {
    machine.step();
    if (left.type !== 'VariableDeclaration') assign(machine, left, item, inner);
    else for (const { id } of left.declarations) (left.kind === 'var' ? assign : bind)(machine, id, item, inner);
    return runBody(machine, body, inner);
  };
  if (items === null) {
    const end = machine.perhaps(() => run(isUnknown(over) ? itemOf(over) : unknown()));
    return end?.type === 'return' ? end : null;
  }
  const before = machine.mayHaveEnded;
  machine.mayHaveEnded = false;
  try {
    for (const item of items) {
      const end = run(item);
      if (end !== null && leavesLoop(end)) return passedOn(end);
      if (machine.mayHaveEnded) return null;
    }
    return null;
  } finally {
    machine.mayHaveEnded = before;
  }
}

/** Null when unknown. */
function itemsOf(over: Value, wantsKeys: boolean): readonly Value[] | null {
  if (typeof over === 'string') return wantsKeys ? [...over.slice(0, 2_000)].map((_, i) => String(i)) : [...over];
  if (!isObject(over)) return [];
  if (over.kind === 'list') return wantsKeys ? over.items.map((_, i) => String(i)) : [...over.items];
  if (over.kind === 'dict') return wantsKeys ? [...over.props.keys()] : [...over.props.values()];
  return null;
}

type Try = Extract<Statement, { type: 'TryStatement' }>;

function executeTry(machine: Machine, { block, handler, finalizer }: Try, scope: Scope): Completion | null {
  let end: Completion | null = null;
  try {
    end = machine.execute(block, scope);
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    if (handler) {
      const inner = childScope(scope);
      if (handler.param) bind(machine, handler.param, error.value, inner);
      end = machine.execute(handler.body, inner);
    }
  }
  const last = finalizer ? machine.execute(finalizer, scope) : null;
  return last ?? end;
}

type Switch = Extract<Statement, { type: 'SwitchStatement' }>;

function executeSwitch(machine: Machine, { discriminant, cases }: Switch, scope: Scope): Completion | null {
  const value = machine.evaluate(discriminant, scope);
  let start = -1;
  for (let i = 0; i < cases.length && start === -1; i++) {
    const test = cases[i]?.test;
    if (!test) continue;
    const equal = isEqual(value, machine.evaluate(test, scope), true);
    if (equal === null) return everyCase(machine, cases, scope);
    if (equal) start = i;
  }
  if (start === -1) start = cases.findIndex(({ test }) => !test);
  if (start === -1) return null;
  for (const one of cases.slice(start)) {
    const end = runAll(machine, one.consequent, scope);
    if (end !== null) return end.type === 'break' && end.label === null ? null : end;
  }
  return null;
}

function everyCase(machine: Machine, cases: Switch['cases'], scope: Scope): Completion | null {
  let returned: Completion | null = null;
  machine.perhaps(() => {
    for (const { consequent } of cases) {
      const end = caught(machine, () => runAll(machine, consequent, scope));
      if (end?.type === 'return') returned ??= end;
    }
  });
  return returned;
}
