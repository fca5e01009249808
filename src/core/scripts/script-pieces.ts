/**
 * The statements of a script file, so that what was added to it can be told from what it always held. A file that is one
 * function called at once, as bundlers write, is taken apart inside it.
 */
import type { Expression, Node, Program, Statement } from 'acorn';
import { contentHash } from '../facts/hash.ts';
import { parseScript } from './script-tree.ts';

export interface ScriptPiece {
  readonly key: string;
  readonly code: string;
}

/** Beyond it a file is one piece: any change then makes all of it new. */
const mostPieces = 200;
const deepest = 4;
/** Share of the code in a function from which its body is taken apart. */
const mainShare = 0.5;

export function scriptPieces(source: string): ScriptPiece[] {
  const tree = parseScript(source);
  if (tree === null) return [pieceOf(source)];
  const codes: string[] = [];
  takeApart(tree.program.body, tree.source, codes, 0);
  const pieces = codes.filter((code) => code !== '').map(pieceOf);
  return pieces.length === 0 || pieces.length > mostPieces ? [pieceOf(source)] : pieces;
}

function takeApart(body: Program['body'], source: string, into: string[], depth: number): void {
  const length = body.reduce((sum, { start, end }) => sum + end - start, 0);
  for (const statement of body) {
    const { start, end } = statement;
    const main = depth < deepest && end - start > length * mainShare ? mainBody(statement) : null;
    if (main === null || main.end - main.start < (end - start) * mainShare) {
      into.push(source.slice(start, end).trim());
      continue;
    }
    takeApart(main.body, source, into, depth + 1);
    // The wrapping is code too.
    into.push(`${source.slice(start, main.start)}${source.slice(main.end, end)}`.trim());
  }
}

interface Body {
  readonly start: number;
  readonly end: number;
  readonly body: readonly Statement[] & Program['body'];
}

/** The longest function body in a call: of what is called, or of what is handed to it. */
function mainBody(statement: Node): Body | null {
  if (statement.type !== 'ExpressionStatement') return null;
  let { expression } = statement as Node & { readonly expression: Expression };
  while (expression.type === 'UnaryExpression' || expression.type === 'AwaitExpression')
    expression = expression.argument;
  if (expression.type !== 'CallExpression') return null;
  const bodies = [expression.callee, ...expression.arguments].flatMap((part): Body[] => {
    const callee = part.type === 'MemberExpression' ? part.object : part;
    if (callee.type !== 'FunctionExpression' && callee.type !== 'ArrowFunctionExpression') return [];
    return callee.body.type === 'BlockStatement' ? [callee.body] : [];
  });
  return bodies.sort((a, b) => b.end - b.start - (a.end - a.start))[0] ?? null;
}

function pieceOf(code: string): ScriptPiece {
  return { key: contentHash(code), code };
}
