/** Names that a function declares with `var` and functions that it declares, wherever in its body. */
import type { FunctionDeclaration, Node, Pattern } from 'acorn';

export interface Hoisted {
  readonly names: readonly string[];
  readonly functions: readonly FunctionDeclaration[];
}

const namesCap = 5_000;

/** @param body a program's or function's body; walked without recursion */
export function hoistedIn(body: readonly Node[]): Hoisted {
  const names: string[] = [];
  const functions: FunctionDeclaration[] = [];
  const open: Node[] = [...body].reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (names.length > namesCap) break;
    if (node.type === 'FunctionDeclaration') {
      functions.push(node as FunctionDeclaration);
      continue;
    }
    if (node.type === 'VariableDeclaration') {
      const { kind, declarations } = node as Node & { kind: string; declarations: { id: Pattern }[] };
      if (kind === 'var') for (const { id } of declarations) names.push(...namesOf(id));
      continue;
    }
    const parts = statementParts(node);
    for (let i = parts.length - 1; i >= 0; i--) {
      const part = parts[i];
      if (part) open.push(part);
    }
  }
  return { names, functions };
}

type Statements = Node & {
  readonly body?: Node | Node[];
  readonly consequent?: Node | Node[];
  readonly alternate?: Node | null;
  readonly block?: Node;
  readonly handler?: { readonly body: Node } | null;
  readonly finalizer?: Node | null;
  readonly init?: Node | null;
  readonly left?: Node;
  readonly cases?: Node[];
  readonly declaration?: Node | null;
};

const withStatements =
  /^(?:BlockStatement|IfStatement|For|While|DoWhile|Try|Switch|Labeled|With|Export(?:Named|Default)Declaration)/;

function statementParts(node: Node): (Node | null | undefined)[] {
  if (!withStatements.test(node.type)) return [];
  const { init, left, body, consequent, alternate, block, handler, finalizer, cases, declaration } = node as Statements;
  return [init, left, body, consequent, alternate, block, handler?.body, finalizer, cases, declaration].flat();
}

function namesOf(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) => namesOf(one.type === 'Property' ? one.value : one.argument));
    case 'ArrayPattern':
      return pattern.elements.flatMap((one) => (one === null ? [] : namesOf(one)));
    case 'RestElement':
      return namesOf(pattern.argument);
    case 'AssignmentPattern':
      return namesOf(pattern.left);
    default:
      return [];
  }
}
