/** A script's syntax tree, within a budget of size and depth; where it does not parse, its strings. */
import { type Options, Parser, type Program, tokenizer } from 'acorn';

/** Maximum characters of a script that is parsed; of longer and unparsable ones only the strings are read. */
const parsedCap = 256_000;
/** Statements and expressions open at once: hand-written and bundled code stays below 100. */
const depthCap = 400;
/** Operators in one chain (`a+b+c+…`), each of which is a level of recursion in the parser. */
const rowCap = 2_500;

class TooDeep extends Error {
  override readonly name = 'TooDeep';
}

const CappedParser = Parser.extend((Base) => {
  // biome-ignore lint/suspicious/noExplicitAny: acorn's parsing methods are not part of its types.
  const base = Base.prototype as any;
  return class extends Base {
    // biome-ignore-start lint/suspicious/noExplicitAny: as above.
    #depth = 0;
    #row = 0;
    parseStatement(...args: any[]): any {
      return this.#deeper(() => base.parseStatement.apply(this, args));
    }
    parseMaybeAssign(...args: any[]): any {
      return this.#deeper(() => base.parseMaybeAssign.apply(this, args));
    }
    parseMaybeUnary(...args: any[]): any {
      return this.#deeper(() => base.parseMaybeUnary.apply(this, args));
    }
    parseExprOp(...args: any[]): any {
      if (++this.#row > rowCap) throw new TooDeep();
      try {
        return base.parseExprOp.apply(this, args);
      } finally {
        this.#row--;
      }
    }
    #deeper(parse: () => any): any {
      if (++this.#depth > depthCap) throw new TooDeep();
      try {
        return parse();
      } finally {
        this.#depth--;
      }
    }
    // biome-ignore-end lint/suspicious/noExplicitAny: as above.
  };
});

export interface ScriptTree {
  readonly program: Program;
  /** What was parsed; positions in the tree refer to it. */
  readonly source: string;
}

const asScript: Options = { ecmaVersion: 'latest', sourceType: 'script', allowReturnOutsideFunction: true };
const asModule: Options = { ...asScript, sourceType: 'module' };

/** Null for code over the caps and for what no browser would run. */
export function parseScript(code: string): ScriptTree | null {
  if (code.length > parsedCap) return null;
  const bare = withoutWrapping(code);
  // A snippet cut out of its context may begin with an anonymous function.
  const attempts: readonly (readonly [string, Options])[] = [
    [bare, asScript],
    [bare, asModule],
    ...(/^\s*function\s*\(/.test(bare) ? ([[`(${bare})`, asScript]] as const) : []),
  ];
  let failedAt = 0;
  for (const [source, options] of attempts) {
    const tried = attempt(source, options);
    if (typeof tried === 'object') return tried;
    failedAt ||= tried;
  }
  return beforeJunk(bare, failedAt);
}

const junkAttempts = 4;
const shortest = 30;

/** The part before the first non-code, for a snippet that was pasted together with its surroundings. */
function beforeJunk(source: string, failedAt: number): ScriptTree | null {
  let end = failedAt;
  for (let i = 0; i < junkAttempts; i++) {
    end = Math.max(source.lastIndexOf('\n', end - 1), source.lastIndexOf(';', end - 1) + 1);
    if (end < shortest) return null;
    const tried = attempt(source.slice(0, end), asScript);
    if (typeof tried === 'object') return tried;
    end = Math.min(end, tried === 0 ? end : tried);
  }
  return null;
}

/** @returns the position where parsing failed; 0 when it is nested too deeply */
function attempt(source: string, options: Options): ScriptTree | number {
  try {
    return { program: CappedParser.parse(source, options), source };
  } catch (error) {
    if (error instanceof SyntaxError && 'pos' in error) return Number(error.pos);
    return 0;
  }
}

/** Removes HTML and XML comment marks around a script, which browsers skip, and a `javascript:` scheme. */
function withoutWrapping(code: string): string {
  return code
    .replace(/^\s*(?:javascript:|<!\[CDATA\[|<!--[^\n]{0,200}\n)/i, '')
    .replace(/(?:\]\]>|-->)\s*$/, '')
    .replace(/^\s*<script[^>]{0,200}>/i, '');
}

const stringsCap = 4_000;

/** The strings of unparsable code: by tokens up to the first tokenizer error, then by quotes. */
export function stringsOf(code: string): string[] {
  const found: string[] = [];
  let end = 0;
  try {
    for (const token of tokenizer(code.slice(0, 4 * parsedCap), asScript)) {
      end = token.end;
      const { value } = token as typeof token & { readonly value?: unknown };
      if (typeof value === 'string' && /^(?:string|template)$/.test(token.type.label)) found.push(value);
      if (found.length >= stringsCap) return found;
    }
  } catch {
    found.push(...quotedIn(code.slice(end), stringsCap - found.length));
  }
  return found;
}

function quotedIn(code: string, most: number): string[] {
  const found: string[] = [];
  const unclosed = new Set<string>();
  for (let at = 0; at < code.length && found.length < most; at++) {
    const quote = code.charAt(at);
    if ((quote !== '"' && quote !== "'" && quote !== '`') || unclosed.has(quote)) continue;
    let end = at + 1;
    while (end < code.length && code[end] !== quote) end += code[end] === '\\' ? 2 : 1;
    if (end >= code.length) unclosed.add(quote);
    else {
      found.push(code.slice(at + 1, end).replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4}))/gi, unescaped));
      at = end;
    }
  }
  return found;
}

function unescaped(_: string, two?: string, four?: string): string {
  return String.fromCharCode(Number.parseInt(two ?? four ?? '20', 16));
}
