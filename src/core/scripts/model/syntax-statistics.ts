/** Statistics of a script's syntax tree: its literals, names and calls, and sequences of node types. */
import type { AnyNode, Program } from 'acorn';
import { fastHash } from '../../facts/hash.ts';
import { entropyOf, log } from './text-statistics.ts';

export const syntaxStatistics = [
  /** Share of the code's characters that are in strings, 0 to 1. */
  'string-share',
  /** log₂ of the longest string, and its entropy in bits. */
  'longest-string',
  'string-entropy',
  /** log₂ of the longest list of literals. */
  'longest-list',
  /** Per 100 nodes, as log₂. */
  'numbers',
  'hex-numbers',
  'operators',
  'joins',
  'calls',
  'functions',
  'conditions',
  'loops',
  'assignments',
  /** Share of member accesses by an index, and by an index that is a name in quotes. */
  'index-share',
  'quoted-name-share',
  /** Of the distinct names: mean length, shares of one- and two-letter names, of names with digits, of unspeakable ones. */
  'name-length',
  'short-names',
  'digit-names',
  'odd-names',
  /** Share of functions that are invoked immediately. */
  'called-at-once',
  /** log₂ of the deepest nesting. */
  'depth',
] as const;
export type SyntaxStatistic = (typeof syntaxStatistics)[number];

/** Length of node sequences in source order, and the number of buckets that they are hashed into. */
const gram = 4;
const syntaxBuckets = 256;
/** Nodes read of one script. */
const nodesCap = 30_000;

export interface Syntax {
  readonly statistics: Record<SyntaxStatistic, number>;
  /** Square root of the share of all sequences that fall into the bucket. */
  readonly buckets: ReadonlyMap<number, number>;
  /** Names it uses and short strings it holds, each once: `document.cookie` and `document['cookie']` alike. */
  readonly words: ReadonlySet<string>;
}

interface Tally {
  nodes: number;
  strings: number;
  longestString: string;
  longestList: number;
  depth: number;
  members: number;
  indexed: number;
  quotedNames: number;
  calledAtOnce: number;
  readonly of: Map<string, number>;
  readonly names: Set<string>;
  readonly words: Set<string>;
  readonly grams: Map<number, number>;
}

const wordCap = 40;
const isName = /^[A-Za-z_$][\w$]*$/;

export function readSyntax(program: Program, length: number): Syntax {
  const tally: Tally = {
    nodes: 0,
    strings: 0,
    longestString: '',
    longestList: 0,
    depth: 0,
    members: 0,
    indexed: 0,
    quotedNames: 0,
    calledAtOnce: 0,
    of: new Map(),
    names: new Set(),
    words: new Set(),
    grams: new Map(),
  };
  walk(program, tally);
  return { statistics: statisticsOf(tally, length), buckets: bucketsOf(tally.grams), words: tally.words };
}

/** Iterative, because chains of calls can be deeper than the stack. */
function walk(program: Program, tally: Tally): void {
  const open: { readonly node: AnyNode; readonly depth: number }[] = [{ node: program, depth: 0 }];
  const last: string[] = [];
  while (open.length > 0 && tally.nodes < nodesCap) {
    const next = open.pop();
    if (next === undefined) break;
    const { node, depth } = next;
    tally.nodes++;
    tally.depth = Math.max(tally.depth, depth);
    last.push(kindOf(node));
    if (last.length > gram) last.shift();
    if (last.length === gram) add(tally.grams, fastHash(last.join(' ')) % syntaxBuckets);
    note(node, tally);
    for (const child of childrenOf(node).reverse()) open.push({ node: child, depth: depth + 1 });
  }
}

/** Its type, with the operator where one is written. */
function kindOf(node: AnyNode): string {
  if (node.type === 'Literal') return `Literal ${typeof node.value}`;
  return 'operator' in node ? `${node.type} ${node.operator}` : node.type;
}

const passedOver: ReadonlySet<string> = new Set(['type', 'start', 'end', 'loc', 'range', 'value', 'raw', 'regex']);

function childrenOf(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = [];
  for (const [name, value] of Object.entries(node)) {
    // A property's value is a node, a literal's is not.
    if (passedOver.has(name) && !(name === 'value' && isNode(value))) continue;
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children.sort((a, b) => a.start - b.start);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function note(node: AnyNode, tally: Tally): void {
  switch (node.type) {
    case 'Literal':
      noteLiteral(node, tally);
      break;
    case 'TemplateElement':
      noteString(node.value.raw, tally);
      break;
    case 'Identifier':
      if (tally.names.size < 4_000) tally.names.add(node.name);
      if (node.name.length <= wordCap) tally.words.add(node.name);
      break;
    case 'MemberExpression':
      tally.members++;
      if (!node.computed) break;
      tally.indexed++;
      if (node.property.type === 'Literal' && typeof node.property.value === 'string') {
        if (isName.test(node.property.value)) tally.quotedNames++;
      }
      break;
    case 'ArrayExpression':
      tally.longestList = Math.max(tally.longestList, node.elements.filter((one) => one?.type === 'Literal').length);
      break;
    case 'BinaryExpression':
      add(tally.of, 'operators');
      if (node.operator === '+') add(tally.of, 'joins');
      break;
    case 'CallExpression':
      add(tally.of, 'calls');
      if (/Function/.test(node.callee.type)) tally.calledAtOnce++;
      break;
    default: {
      const kind = counted[node.type];
      if (kind !== undefined) add(tally.of, kind);
    }
  }
}

const counted: Partial<Record<AnyNode['type'], SyntaxStatistic>> = {
  LogicalExpression: 'operators',
  UnaryExpression: 'operators',
  UpdateExpression: 'operators',
  NewExpression: 'calls',
  FunctionExpression: 'functions',
  FunctionDeclaration: 'functions',
  ArrowFunctionExpression: 'functions',
  IfStatement: 'conditions',
  ConditionalExpression: 'conditions',
  SwitchCase: 'conditions',
  TryStatement: 'conditions',
  ForStatement: 'loops',
  WhileStatement: 'loops',
  DoWhileStatement: 'loops',
  ForInStatement: 'loops',
  ForOfStatement: 'loops',
  AssignmentExpression: 'assignments',
  VariableDeclarator: 'assignments',
};

function noteLiteral({ value, raw }: Extract<AnyNode, { type: 'Literal' }>, tally: Tally): void {
  if (typeof value === 'string') noteString(value, tally);
  if (typeof value !== 'number') return;
  add(tally.of, 'numbers');
  if (/^0x/i.test(raw ?? '')) add(tally.of, 'hex-numbers');
}

function noteString(text: string, tally: Tally): void {
  tally.strings += text.length;
  if (text.length > tally.longestString.length) tally.longestString = text;
  if (text.length <= wordCap) tally.words.add(text);
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Five consonants in a row: not found in any language or hand-written code. */
const oddName = /[bcdfghjklmnpqrstvwxz]{5}|^_0x/i;

function statisticsOf(tally: Tally, length: number): Record<SyntaxStatistic, number> {
  const { nodes, of, names, longestString } = tally;
  const each = (name: SyntaxStatistic): number => log((100 * (of.get(name) ?? 0)) / Math.max(1, nodes));
  const functions = (of.get('functions') ?? 0) + tally.calledAtOnce;
  const all = [...names];
  const share = (is: (name: string) => boolean): number => ratio(all.filter(is).length, all.length);
  return {
    'string-share': Math.min(1, ratio(tally.strings, length)),
    'longest-string': log(longestString.length),
    'string-entropy': longestString === '' ? 0 : entropyOf(longestString.slice(0, 10_000)),
    'longest-list': log(tally.longestList),
    numbers: each('numbers'),
    'hex-numbers': each('hex-numbers'),
    operators: each('operators'),
    joins: each('joins'),
    calls: each('calls'),
    functions: each('functions'),
    conditions: each('conditions'),
    loops: each('loops'),
    assignments: each('assignments'),
    'index-share': ratio(tally.indexed, tally.members),
    'quoted-name-share': ratio(tally.quotedNames, tally.members),
    'name-length': ratio(
      all.reduce((sum, name) => sum + name.length, 0),
      all.length,
    ),
    'short-names': share((name) => name.length <= 2),
    'digit-names': share((name) => /\d/.test(name)),
    'odd-names': share((name) => oddName.test(name)),
    'called-at-once': ratio(tally.calledAtOnce, functions),
    depth: log(tally.depth),
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function bucketsOf(grams: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const all = [...grams.values()].reduce((a, b) => a + b, 0);
  return new Map([...grams].map(([bucket, count]) => [bucket, Math.sqrt(count / all)]));
}
