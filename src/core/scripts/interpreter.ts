/**
 * Runs a page's scripts in the interpreter: each with its layers, its timers and finally the functions that were never
 * called.
 */
import { callClosure, callValue, constructValue } from './calls.ts';
import type { When } from './effects.ts';
import { evaluateExpression } from './expressions.ts';
import { type Budget, Machine, OverBudget, Thrown, type World } from './machine.ts';
import { getMember, setMember } from './members.ts';
import { parseScript } from './script-tree.ts';
import { executeStatement, hoist, runAll } from './statements.ts';
import { type Closure, type FunctionNode, unknown, type Value } from './values.ts';

/** Layers of run-time code that generates run-time code; deeper ones are not read. */
const depthCap = 4;
const layersCap = 20;
/** Maximum runs of one function that is started by a timer or event, or never called for certain. */
const runsOfOne = 3;
const explorationsCap = 400;
const timersAgain = 50;
/** Steps for code that runs only on a user's action or call. */
const explorationSteps = 300_000;

export interface Run {
  readonly machine: Machine;
  /** Code made at run time. */
  readonly layers: readonly string[];
  /** It hit the limits before finishing what it does unasked. */
  readonly isCutOff: boolean;
  readonly parses: boolean;
}

/** @param world what the page's scripts share */
export function runScript(code: string, budget: Budget, world: World): Run {
  const machine = new Machine(budget, world);
  const layers = bindParts(machine);
  const explored = new Map<FunctionNode, number>();
  let isCutOff = false;
  let parses = true;
  /** @returns whether it ran to its end */
  const within = (when: When, run: () => unknown): boolean => {
    try {
      as(machine, when, run);
      return true;
    } catch (error) {
      if (error instanceof Thrown) return true;
      // The depth limits stay well within a thread's stack, but an overflow must only end this script.
      if (!(error instanceof OverBudget || error instanceof RangeError)) throw error;
      isCutOff ||= when === 'now';
      return false;
    }
  };
  const explore = (closure: Closure, when: When, first: string): void => {
    const runs = explored.get(closure.node) ?? 0;
    if (runs >= runsOfOne || explored.size >= explorationsCap) return;
    explored.set(closure.node, runs + 1);
    const params = closure.node.params.map((_, i) => unknown(i === 0 ? first : ''));
    within(when, () => callClosure(machine, closure, unknown('this'), params));
  };
  let next = 0;
  const runRecorded = (): void => {
    for (; next < machine.effects.length; next++) {
      const effect = machine.effects[next];
      if (effect?.type === 'code') within(effect.when, () => machine.run(effect.code));
    }
  };
  within('now', () => {
    parses = runCode(machine, code) !== null;
  });
  runRecorded();
  for (let i = 0; i < machine.timers.length; i++) {
    const closure = machine.timers[i];
    if (closure) explore(closure, 'now', 'e');
    runRecorded();
  }
  machine.allow(explorationSteps);
  for (let i = 0; i < machine.handlers.length; i++) {
    const closure = machine.handlers[i];
    if (!closure) continue;
    machine.isClickAnywhere = machine.clickedAnywhere.has(closure);
    explore(closure, 'asked', 'event');
    machine.isClickAnywhere = false;
  }
  for (let i = 0; i < machine.closures.length; i++) {
    const closure = machine.closures[i];
    if (closure?.calls === 0) explore(closure, 'asked', '');
  }
  // Run timers again: they may find more once something was typed.
  for (const closure of machine.timers.slice(0, timersAgain)) explore(closure, 'asked', 'e');
  // Run skipped branches: their condition may hold once a visitor has typed.
  let branches = 0;
  for (const [branch, scope] of machine.leftOut) {
    if (machine.taken.has(branch)) continue;
    if (branches++ >= explorationsCap || !within('asked', () => machine.execute(branch, scope))) break;
  }
  runRecorded();
  return { machine, layers, isCutOff, parses };
}

/** Connects the interpreter's parts. @returns the run-time code, filled in as it is generated */
function bindParts(machine: Machine): string[] {
  const layers: string[] = [];
  let depth = 0;
  machine.evaluate = (node, scope) => machine.deeper(() => evaluateExpression(machine, node, scope));
  machine.execute = (node, scope) => machine.deeper(() => executeStatement(machine, node, scope));
  machine.call = (callee, self, args) => callValue(machine, callee, self, args);
  machine.construct = (callee, args) => constructValue(machine, callee, args);
  machine.get = (object, name) => getMember(machine, object, name);
  machine.set = (object, name, value) => setMember(machine, object, name, value);
  machine.run = (text) => {
    if (depth >= depthCap || layers.length >= layersCap) return unknown();
    layers.push(text);
    depth++;
    try {
      return runCode(machine, text)?.value;
    } finally {
      depth--;
    }
  };
  return layers;
}

function as<T>(machine: Machine, when: When, run: () => T): T {
  const before = machine.when;
  machine.when = when;
  try {
    return run();
  } finally {
    machine.when = before;
  }
}

/** The value of the last statement, as `eval` gives it; null where the code does not parse. */
function runCode(machine: Machine, code: string): { value: Value } | null {
  const tree = parseScript(code);
  if (tree === null) return null;
  const before = machine.source;
  machine.source = tree.source;
  try {
    const { body } = tree.program;
    const scope = machine.world.global;
    hoist(machine, body, scope);
    const last = body[body.length - 1];
    if (last?.type !== 'ExpressionStatement') {
      runAll(machine, body, scope);
      return { value: undefined };
    }
    runAll(machine, body.slice(0, -1), scope);
    return { value: machine.evaluate(last.expression, scope) };
  } finally {
    machine.source = before;
  }
}
