/** Regular expressions in a source file, found by a real parser: literals, and those built from constant text. */
import { parseSync, Visitor } from 'oxc-parser';

export interface Expression {
  /** `file:line`; for one inside a text of browser code, where that text begins. */
  readonly at: string;
  readonly pattern: string;
  readonly flags: string;
}

export interface ExpressionsFound {
  readonly expressions: Expression[];
  /** Built at run time, as in the source: they can't be judged in advance. */
  readonly built: string[];
}

/** Methods that compile a string argument into a regular expression. */
const makers = new Set(['match', 'matchAll', 'search']);

export function expressionsIn(file: string, source: string): ExpressionsFound {
  return found(file, source, 1);
}

function found(file: string, source: string, firstLine: number): ExpressionsFound {
  const { program, errors } = parseSync(file, source);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file} can't be parsed: ${error.message}`);
  const expressions: Expression[] = [];
  const built: string[] = [];
  const raw = new Set<number>();
  const lineOf = (start: number) => `${file}:${firstLine + source.slice(0, start).split('\n').length - 1}`;
  const note = (start: number, pattern: string, flags: string) =>
    expressions.push({ at: lineOf(start), pattern, flags });
  const noteMade = (node: { start: number; end: number; arguments: readonly unknown[] }) => {
    const [pattern, flags = ''] = node.arguments.map(constantOf);
    if (typeof pattern === 'string' && typeof flags === 'string') note(node.start, pattern, flags);
    else built.push(`${file}: ${source.slice(node.start, node.end)}`);
  };
  new Visitor({
    Literal(node) {
      if ('regex' in node) note(node.start, node.regex.pattern, node.regex.flags);
    },
    NewExpression(node) {
      if (isNamed(node.callee, 'RegExp')) noteMade(node);
    },
    CallExpression(node) {
      if (isNamed(node.callee, 'RegExp')) noteMade(node);
      if (node.callee.type !== 'MemberExpression' || node.callee.computed) return;
      const pattern = constantOf(node.arguments[0]);
      if (makers.has(node.callee.property.name) && pattern !== null) note(node.start, pattern, '');
    },
    TaggedTemplateExpression(node) {
      if (source.slice(node.tag.start, node.tag.end) === 'String.raw') raw.add(node.quasi.start);
    },
    TemplateLiteral(node) {
      const texts = node.quasis.map(({ value }) => (raw.has(node.start) ? value.raw : (value.cooked ?? '')));
      const code = texts.join('_');
      const inside = inCode(file, code, firstLine + source.slice(0, node.start).split('\n').length - 1);
      expressions.push(...inside.expressions);
      built.push(...inside.built);
    },
  }).visit(program);
  return { expressions, built };
}

/** Scripts inside a text: browser code is in template literals. */
function inCode(file: string, code: string, line: number): ExpressionsFound {
  if (!code.includes('\n') || !/=>|function/.test(code)) return { expressions: [], built: [] };
  try {
    return found(file.replace(/\.\w+$/, '.js'), code, line);
  } catch {
    return { expressions: [], built: [] };
  }
}

function isNamed(node: unknown, name: string): boolean {
  return typeof node === 'object' && node !== null && 'name' in node && node.name === name;
}

function constantOf(node: unknown): string | null {
  if (typeof node !== 'object' || node === null || !('type' in node)) return null;
  if (node.type === 'Literal' && 'value' in node && typeof node.value === 'string') return node.value;
  return null;
}
