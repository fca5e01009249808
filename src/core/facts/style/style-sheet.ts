/** Rules of a style sheet in the page that hide it as a whole or paint words over it. Tokens, no tree: linear in size. */
import { tokenize, tokenTypes } from 'css-tree/tokenizer';
import { isCoveringStyle, isDisguisingStyle, isHidingStyle } from './hidden-style.ts';

export interface SheetFacts {
  /** Strings of `content`, with three letters or more. */
  readonly texts: readonly string[];
  /** Addresses of `@import`. */
  readonly imports: readonly string[];
  readonly rules: readonly PageRule[];
  /** Classes and ids (`.x`, `#x`) whose elements are hidden in ways that menus do not take. */
  readonly disguising: readonly string[];
}

export interface PageRule {
  /** `hides`: hides the whole page. `paints`: puts words or a picture over the window. */
  readonly does: 'hides' | 'paints';
  readonly selector: string;
  /** Declarations, truncated. */
  readonly source: string;
}

/** Characters read of a sheet: its head and its tail. */
const readCap = { head: 200_000, tail: 50_000 };
const itemCap = 40;
const disguisingCap = 200;
/** One class or id, perhaps of one kind of element. */
const ofOneName = /^[a-z0-9]{0,12}([.#][\w-]{1,60})$/;
const textCap = 400;
const preludeCap = 400;
const declarationsCap = 1_200;

/** At-rules whose rules apply to what the visitor sees. */
const transparent = /^@(?:media|supports|layer|container|scope|starting-style)\b/i;
const forPaper = /^@media\s{1,9}(?:only\s{1,9})?(?:print|speech)\b/i;

export function readStyleSheet(css: string): SheetFacts {
  const source = partRead(css);
  const reader = new SheetReader(source);
  tokenize(source, (type, start, end) => reader.token(type, start, end));
  return reader.finish();
}

function partRead(css: string): string {
  const { head, tail } = readCap;
  return css.length <= head + tail ? css : `${css.slice(0, head)}\n${css.slice(-tail)}`;
}

/** One open block. */
type Block = 'rules' | 'ignored' | 'declarations';

class SheetReader {
  readonly #source: string;
  readonly #texts = new Set<string>();
  readonly #imports = new Set<string>();
  readonly #rules: PageRule[] = [];
  readonly #disguising = new Set<string>();
  /** Pseudo-elements of the page that some rule hides. */
  readonly #quiet = new Set<string>();
  readonly #open: Block[] = [];
  /** Start of the prelude or declaration being read. */
  #from = 0;
  #selector: string | null = null;
  #declarations = 0;
  /** Words of `content` in the open rule. */
  #said = '';
  #property: 'content' | 'named' | null = null;

  constructor(source: string) {
    this.#source = source;
  }

  token(type: number, start: number, end: number): void {
    switch (type) {
      case tokenTypes.LeftCurlyBracket:
        this.#enter(start, end);
        break;
      case tokenTypes.RightCurlyBracket:
        this.#leave(start, end);
        break;
      case tokenTypes.Semicolon:
        this.#property = null;
        this.#from = end;
        break;
      case tokenTypes.Ident:
        if (this.#open.at(-1) === 'declarations') this.#ident(start, end);
        break;
      case tokenTypes.String:
        this.#string(start, end);
        break;
      case tokenTypes.Url:
        if (this.#isImport()) this.#import(this.#source.slice(start + 4, Math.min(end - 1, start + 2_000)));
        break;
    }
  }

  finish(): SheetFacts {
    // An unclosed rule applies up to the end of the sheet.
    while (this.#open.length > 0) this.#leave(this.#source.length, this.#source.length);
    return {
      texts: [...this.#texts],
      imports: [...this.#imports],
      // Style sheets pass the window's width to scripts as hidden text, which each width's rule replaces.
      rules: this.#rules.filter(({ does, selector }) => does !== 'paints' || !this.#quiet.has(selector)),
      disguising: [...this.#disguising],
    };
  }

  #enter(start: number, end: number): void {
    const parent = this.#open.at(-1) ?? 'rules';
    const prelude = parent === 'rules' ? readable(this.#source.slice(this.#from, start).slice(-preludeCap)) : '';
    this.#from = end;
    this.#property = null;
    if (parent !== 'rules') this.#open.push('ignored');
    else if (prelude.startsWith('@')) {
      this.#open.push(transparent.test(prelude) && !forPaper.test(prelude) ? 'rules' : 'ignored');
    } else {
      this.#open.push('declarations');
      this.#selector = prelude;
      this.#declarations = end;
      this.#said = '';
    }
  }

  #leave(start: number, end: number): void {
    const block = this.#open.pop();
    this.#from = end;
    this.#property = null;
    if (block !== 'declarations' || this.#selector === null) return;
    const selector = this.#selector;
    this.#selector = null;
    this.#disguise(selector, start);
    if (this.#rules.length >= itemCap || (this.#said === '' && !namesPage(selector) && !namesHolder(selector))) return;
    const source = readable(
      this.#source.slice(this.#declarations, Math.min(start, this.#declarations + declarationsCap)),
    );
    if (this.#quiet.size < itemCap && pseudo.test(selector) && /display ?: ?none/.test(source)) {
      this.#quiet.add(selector.slice(0, 80));
    }
    const does = effectOf(selector, source, this.#said);
    if (does !== null) this.#rules.push({ does, selector: selector.slice(0, 80), source: source.slice(0, 200) });
  }

  #disguise(selectors: string, end: number): void {
    if (this.#disguising.size >= disguisingCap || !/[.#]/.test(selectors)) return;
    const names = selectors.split(',', 20).flatMap((one) => ofOneName.exec(one.trim())?.[1] ?? []);
    if (names.length === 0 || end - this.#declarations > declarationsCap) return;
    if (isDisguisingStyle(readable(this.#source.slice(this.#declarations, end)))) {
      for (const name of names) this.#disguising.add(name);
    }
  }

  #ident(start: number, end: number): void {
    if (this.#property !== null) return;
    const isName = /^content$/i.test(readable(this.#source.slice(start, Math.min(end, start + 60))));
    this.#property = isName ? 'content' : 'named';
  }

  #string(start: number, end: number): void {
    if (this.#isImport()) this.#import(this.#source.slice(start + 1, Math.min(end - 1, start + 2_000)));
    if (this.#property !== 'content') return;
    const text = unescapedStyle(this.#source.slice(start + 1, Math.min(end - 1, start + textCap)));
    this.#said = `${this.#said}${text}`.slice(0, textCap);
    if (/\p{L}{3}/u.test(text) && this.#texts.size < itemCap) this.#texts.add(text);
  }

  #isImport(): boolean {
    return this.#open.length === 0 && /^\s{0,99}@import\b/i.test(this.#source.slice(this.#from, this.#from + 120));
  }

  #import(address: string): void {
    if (this.#imports.size < itemCap && address.trim() !== '') this.#imports.add(unescapedStyle(address.trim()));
  }
}

/** Without comments and escapes, white space collapsed, lower case. */
function readable(text: string): string {
  const bare = text.includes('/*') ? withoutComments(text) : text;
  return unescapedStyle(bare).replace(/\s+/g, ' ').trim().toLowerCase();
}

function withoutComments(text: string): string {
  let bare = '';
  let from = 0;
  for (let at = text.indexOf('/*'); at !== -1; at = text.indexOf('/*', from)) {
    bare += `${text.slice(from, at)} `;
    const end = text.indexOf('*/', at + 2);
    from = end === -1 ? text.length : end + 2;
    if (end === -1) break;
  }
  return bare + text.slice(from);
}

/** Its escapes replaced by what they stand for. */
export function unescapedStyle(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:([0-9a-f]{1,6})\s?|([^\n]))/gi, (_, digits?: string, letter = '') => {
    const code = digits === undefined ? Number.NaN : Number.parseInt(digits, 16);
    return digits === undefined ? letter : code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
  });
}

/** `html`, `:root`, `body` and `*`, optionally with `:not()`; a class or state would make the rule conditional. */
const wholePage = /^(?:html|:root|body|\*)(?::not\([^()]{1,60}\))?$/;
/** Elements that usually wrap all of the content, selected without class or state. */
const wrapper = /^(?:div|form|main|section|\*)(?::not\([^()]{1,60}\))?$/;
/** Elements that usually hold what the page says, wherever they stand. */
const holder = /^(?:main|(?:main|div)?#(?:content|main|page|wrapper|container|root|app|__next))$/;
const pseudo = /::?(?:before|after)$/;

/** Whether one of the selectors names the page as a whole, pseudo-elements included. */
function namesPage(selectors: string): boolean {
  return selectors.split(',', 20).some((selector) => isPageSelector(selector.trim().replace(pseudo, '')));
}

function namesHolder(selectors: string): boolean {
  return selectors.split(',', 20).some((selector) => holder.test(selector.trim()));
}

function isPageSelector(selector: string): boolean {
  const parts = selector.split(/ ?> ?| /, 5).filter((part) => part !== '');
  const last = parts.pop() ?? '';
  if (!parts.every((part) => wholePage.test(part))) return false;
  return wholePage.test(last) || (parts.length > 0 && wrapper.test(last));
}

const hidesAll =
  /(?:^|[;\s])(?:display ?: ?none|visibility ?: ?(?:hidden|collapse)|opacity ?: ?0?(?:\.0+)?%? ?(?:[;!]|$)|transform ?: ?(?:scale[xy]?\( ?0|translate[xy]?\( ?-?(?:\d{4}|1\d\d%|1\d\dv))|(?:left|top|margin-left|margin-top|text-indent) ?: ?-\d{4}|clip-path ?: ?(?:inset\( ?(?:50|100)%|circle\( ?0)|filter ?: ?opacity\( ?0 ?%? ?\)|content-visibility ?: ?hidden|color ?: ?transparent)/;
const picture = /^\s?(?:background(?:-image)?|content) ?:/;

function isPainted(declarations: string): boolean {
  return declarations.split(';').some((one) => picture.test(one) && one.includes('url('));
}

const isFixed = /position ?: ?fixed/;
const behind = /z-index ?: ?-|opacity ?: ?0?\.[0-4]/;

/** Names of window widths that sheets leave in the page's pseudo-elements for scripts to read. */
const widthName =
  /^[\s"']{0,3}(?:x{0,3}-?(?:small|medium|large)|mobile|phone|handheld|tablet|desktop|wide|narrow)[\s"']{0,3}$/;

function effectOf(selectors: string, declarations: string, said: string): PageRule['does'] | null {
  const isPseudo = pseudo.test(selectors.split(',', 1)[0]?.trim() ?? '');
  const isPage = namesPage(selectors);
  if (!isPage && !isPseudo && namesHolder(selectors) && hidesAll.test(declarations)) return 'hides';
  if (isPage && !isPseudo) return hidesAll.test(declarations) ? 'hides' : null;
  const speaks = (said.match(/\p{L}/gu)?.length ?? 0) >= 4 && !widthName.test(said);
  // Style sheets pass the window's width to scripts as hidden text.
  if (isHidingStyle(declarations)) return null;
  if (isPage && speaks) return 'paints';
  const covers = isFixed.test(declarations) && isCoveringStyle(declarations) && !behind.test(declarations);
  return covers && (speaks || (isPage && isPainted(declarations))) ? 'paints' : null;
}
