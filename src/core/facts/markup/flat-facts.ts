/** Reads markup token by token, without a tree: for `noscript` and for pages too costly to parse as a tree. */
import { type Token, type TokenHandler, TokenizerMode } from 'parse5';
import type { FactsCollector, LinkDraft } from '../facts-collector.ts';
import { hides } from '../style/hides.ts';
import type { Attributes } from './attributes.ts';
import { frameDocument } from './frame-document.ts';
import { CappedTokenizer } from './tokenizer.ts';

/** Characters read of a page over budget: its head and its tail. */
const readCap = 12_000_000;
const inlineTags = /^(?:a|b|i|u|em|strong|span|font|small|big|br|img|sub|sup|code|label)$/;
const modes: Readonly<Record<string, (typeof TokenizerMode)[keyof typeof TokenizerMode]>> = {
  script: TokenizerMode.SCRIPT_DATA,
  style: TokenizerMode.RAWTEXT,
  title: TokenizerMode.RCDATA,
  textarea: TokenizerMode.RCDATA,
};

/**
 * Nesting of documents inside documents; each is shorter than the attribute that holds it, so few levels are possible.
 */
const depthCap = 4;

/** Feeds the collector; `hidden` when all of the markup is hidden. */
export function readTokens(html: string, collector: FactsCollector, hidden: boolean, depth = 0): void {
  const text = html.length <= readCap ? html : html.slice(0, readCap / 2) + html.slice(-readCap / 2);
  const reader = new TokenReader(collector, hidden, depth);
  const tokenizer = new CappedTokenizer({}, reader);
  reader.enterRaw = (name) => {
    const mode = modes[name];
    if (mode === undefined) return;
    tokenizer.state = mode;
    tokenizer.lastStartTagName = name;
  };
  tokenizer.read(text);
  reader.onEof();
}

class TokenReader implements TokenHandler {
  readonly #collector: FactsCollector;
  readonly #hidden: boolean;
  readonly #depth: number;
  enterRaw: (name: string) => void = () => {};
  #buffer: string[] = [];
  #link: LinkDraft | null = null;
  #raw: { readonly name: string; readonly attributes: Attributes } | null = null;

  constructor(collector: FactsCollector, hidden: boolean, depth: number) {
    this.#collector = collector;
    this.#hidden = hidden;
    this.#depth = depth;
  }

  onStartTag(token: Token.TagToken): void {
    const attributes: Record<string, string> = {};
    for (const { name, value } of token.attrs) attributes[name] = value;
    const name = token.tagName;
    if (!inlineTags.test(name)) this.#flush();
    // A frame in `noscript` is a tracking counter for visitors without scripts: our browsers never open it.
    if (this.#hidden && name === 'iframe') return;
    const hidden = this.#hidden || hides(name, attributes);
    const link = this.#collector.element(name, attributes, hidden);
    if (this.#link !== null) this.#collector.inLink(this.#link, name, attributes);
    const inner = this.#depth < depthCap ? frameDocument(name, attributes) : null;
    if (inner !== null) readTokens(inner, this.#collector, hidden, this.#depth + 1);
    if (name === 'a') this.#link = link;
    if (name in modes && !token.selfClosing) {
      this.#raw = { name, attributes };
      this.enterRaw(name);
    } else if (name === 'script') this.#collector.script(attributes, '');
  }

  onEndTag(token: Token.TagToken): void {
    if (this.#raw?.name === token.tagName) this.#endRaw();
    else if (!inlineTags.test(token.tagName)) this.#flush();
    if (token.tagName === 'a') this.#link = null;
  }

  onCharacter(token: Token.CharacterToken): void {
    this.#buffer.push(token.chars);
    if (this.#link !== null) this.#collector.linkText(this.#link, token.chars);
  }

  onWhitespaceCharacter(token: Token.CharacterToken): void {
    this.onCharacter(token);
  }

  onComment(token: Token.CommentToken): void {
    this.#collector.comment(token.data);
  }

  onNullCharacter(): void {}
  onDoctype(): void {}

  onEof(): void {
    if (this.#raw !== null) this.#endRaw();
    this.#flush();
  }

  #endRaw(): void {
    const { name, attributes } = this.#raw ?? { name: '', attributes: {} };
    const text = this.#buffer.join('');
    this.#buffer = [];
    this.#raw = null;
    if (name === 'script') this.#collector.script(attributes, text);
    else if (name === 'style') this.#collector.style(text);
    else if (name === 'title') this.#collector.title(text);
    else this.#collector.text(text, this.#collector.place(''), this.#hidden, false);
  }

  #flush(): void {
    if (this.#buffer.length === 0) return;
    this.#collector.text(this.#buffer.join(''), this.#collector.place(''), this.#hidden, this.#link !== null);
    this.#buffer = [];
  }
}
