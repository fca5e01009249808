/**
 * An abstract interpreter that runs a script without knowing its environment: constants are computed, what depends on
 * page, visitor or time is `Unknown`, both branches of an unknown condition are taken, and functions that were never
 * called are called at the end. It records what the script would do to the page. Deterministic, and bounded in steps
 * and characters.
 */
import type { Node } from 'acorn';
import { type Effect, effectsCap, type When } from './effects.ts';
import { type Closure, type Dict, dict, type Scope, type Value } from './values.ts';

export interface Budget {
  steps: number;
  characters: number;
}

/** Ends the run of a script; what was recorded so far is kept. */
export class OverBudget extends Error {
  override readonly name = 'OverBudget';
  readonly what: 'steps' | 'characters' | 'depth';
  constructor(what: 'steps' | 'characters' | 'depth') {
    super();
    this.what = what;
  }
}

/** A JavaScript exception of the script. */
export class Thrown extends Error {
  override readonly name = 'Thrown';
  readonly value: Value;
  constructor(value: Value) {
    super();
    this.value = value;
  }
}

/** Why a statement ended early. */
export interface Completion {
  readonly type: 'return' | 'break' | 'continue';
  readonly value: Value;
  readonly label: string | null;
}

/** Longest text that is built. */
const textCap = 1_000_000;
export const itemsCap = 100_000;
const depthCap = 700;
const leftOutCap = 400;
const stringsCap = 300;
/** Names that are suspicious when assembled at run time; written in full they mean nothing. */
const tellingNames =
  /^(?:eval|Function|constructor|fromCharCode|charCodeAt|atob|unescape|decodeURIComponent|write|writeln|innerHTML|outerHTML|insertAdjacentHTML|createElement|appendChild|insertBefore|setAttribute|getElementsByTagName|getElementById|querySelector|querySelectorAll|location|href|src|cookie|referrer|userAgent|localStorage|sessionStorage|XMLHttpRequest|fetch|sendBeacon|open|send|document|window|body|head|onload|value|addEventListener|setTimeout|setInterval|replace|split|reverse|join|parentNode|script|iframe|ajax)$/;

/** What the scripts of a page share. */
export interface World {
  readonly global: Scope;
  readonly globalObject: Dict;
  /** What was assigned to properties of things outside, by path. */
  readonly outside: Map<string, Value>;
}

export function newWorld(): World {
  const global = { vars: new Map(), parent: null, isFunction: true, self: undefined };
  return { global, globalObject: dict(), outside: new Map() };
}

export class Machine {
  readonly effects: Effect[] = [];
  readonly world: World;
  readonly closures: Closure[] = [];
  /** Branches that were run, and others with the scope they would have run in. */
  readonly taken = new Set<Node>();
  readonly leftOut = new Map<Node, Scope>();
  readonly timers: Closure[] = [];
  readonly handlers: Closure[] = [];
  /** Of these, what a click anywhere on the page runs. */
  readonly clickedAnywhere = new Set<Closure>();
  /** Names of the browser's interface that were computed. */
  readonly computedNames = new Set<string>();
  /**
   * Number of unasked runs of code, or of page and window methods, whose code or name was computed from unknown values.
   */
  blindRuns = 0;
  blindNames = 0;
  /** Of both, those that wait for a user's action. */
  blindLater = 0;
  /** A click anywhere on the page runs this. */
  isClickAnywhere = false;
  /** Strings of several words that it contains or decodes. */
  readonly strings = new Set<string>();
  /** Characters of decoded strings. */
  decoded = 0;
  /** Address of the most recently opened request. */
  requestUrl = '';
  source = '';
  when: When = 'now';
  /** Set when an unknown condition may have ended the innermost loop. */
  mayHaveEnded = false;
  #depth = 0;
  #reserve = 0;
  readonly #budget: Budget;
  /** Bound by `interpreter.ts`: expressions, statements and calls need each other. */
  evaluate: (node: Node, scope: Scope) => Value = () => undefined;
  execute: (node: Node, scope: Scope) => Completion | null = () => null;
  call: (callee: Value, self: Value, args: readonly Value[]) => Value = () => undefined;
  /** Runs code that was made at run time. */
  run: (code: string) => Value = () => undefined;
  construct: (callee: Value, args: readonly Value[]) => Value = () => undefined;
  get: (object: Value, name: string) => Value = () => undefined;
  set: (object: Value, name: string, value: Value) => void = () => {};

  constructor(budget: Budget, world: World) {
    this.#budget = budget;
    this.world = world;
  }

  /** Limits the remaining steps to at most this number. */
  allow(steps: number): void {
    this.#reserve = Math.max(0, this.#budget.steps - steps);
  }

  step(cost = 1): void {
    this.#budget.steps -= cost;
    if (this.#budget.steps < this.#reserve) throw new OverBudget('steps');
  }

  /** Charges for the characters produced and for reading their source. */
  text(made: string, from = 0): string {
    if (made.length > textCap) throw new OverBudget('characters');
    this.#budget.characters -= made.length;
    if (this.#budget.characters < 0) throw new OverBudget('characters');
    this.step(from >> 8);
    return made;
  }

  /** Charges for characters before they are produced. */
  room(characters: number): void {
    if (!(characters <= textCap)) throw new OverBudget('characters');
  }

  deeper<T>(run: () => T): T {
    if (++this.#depth > depthCap) throw new OverBudget('depth');
    try {
      return run();
    } finally {
      this.#depth--;
    }
  }

  leaveOut(branch: Node, scope: Scope): void {
    if (this.leftOut.size < leftOutCap) this.leftOut.set(branch, scope);
  }

  record(effect: Effect): void {
    if (this.effects.length < effectsCap) this.effects.push(effect);
  }

  /** Runs under an unknown condition. */
  perhaps<T>(run: () => T): T {
    const before = this.when;
    if (before === 'now') this.when = 'perhaps';
    try {
      return run();
    } finally {
      this.when = before;
    }
  }

  perhapsUnless<T>(isSure: boolean, run: () => T): T {
    return isSure ? run() : this.perhaps(run);
  }

  /** A run of code, or a call, whose text or name is unknown. */
  noteBlind(what: 'blindRuns' | 'blindNames'): void {
    if (this.when === 'asked') this.blindLater++;
    else this[what]++;
  }

  noteString(text: string): void {
    if (text.length >= 8 && text.length <= 4_000 && text.includes(' ') && this.strings.size < stringsCap)
      this.strings.add(text);
  }

  noteComputed(name: string): void {
    if (tellingNames.test(name)) this.computedNames.add(name);
  }
}
