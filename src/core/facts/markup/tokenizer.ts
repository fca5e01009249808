/**
 * The standard tokenizer (parse5), capped, and faster on long pages: the base class takes characters one by one and so
 * builds every text, script and attribute as a rope of single letters. Here runs of characters without special meaning
 * in a state are taken at once; everything else is left to it. The tokens build the same tree.
 */
import { Token, type TokenHandler, Tokenizer, type TokenizerOptions } from 'parse5';

/** Attributes of one tag: each new name is compared with all before it. */
const attributeCap = 300;

const tab = 0x09;
const lineFeed = 0x0a;
const formFeed = 0x0c;
const space = 0x20;
const quotationMark = 0x22;
const ampersand = 0x26;
const apostrophe = 0x27;
const hyphen = 0x2d;
const lessThan = 0x3c;

export class CappedTokenizer extends Tokenizer {
  /**
   * Framesets and column groups of templates keep white space and drop other text: there each is emitted separately.
   */
  distinguishes = false;

  constructor(options: TokenizerOptions, handler: TokenHandler) {
    super(options, handler);
    // Dropping consumed input would make the rest a slice, with slower character access.
    this.preprocessor.bufferWaterline = Number.POSITIVE_INFINITY;
  }

  /** Reads a whole document. */
  read(html: string): void {
    // Normalised as the standard requires, so that later stages never meet a carriage return.
    super.write(html.includes('\r') ? html.replace(/\r\n?/g, '\n') : html, true);
  }

  protected override emitCurrentTagToken(): void {
    super.emitCurrentTagToken();
    const name = this.lastStartTagName;
    if (name === 'frameset' || name === 'template') this.distinguishes = true;
  }

  protected override _leaveAttrName(): void {
    const token = this.currentToken;
    if (token !== null && 'attrs' in token && token.attrs.length >= attributeCap) return;
    super._leaveAttrName();
  }

  protected override _stateData(cp: number): void {
    if (cp === lessThan || cp === ampersand || cp <= 0) super._stateData(cp);
    else this.#takeText(cp, this.#endOfText());
  }

  protected override _stateRcdata(cp: number): void {
    if (cp === lessThan || cp === ampersand || cp <= 0) super._stateRcdata(cp);
    else this.#takeText(cp, this.#endOfText());
  }

  protected override _stateRawtext(cp: number): void {
    if (cp === lessThan || cp <= 0) super._stateRawtext(cp);
    else this.#takeText(cp, this.#endOfRun(lessThan, lessThan));
  }

  protected override _stateScriptData(cp: number): void {
    if (cp === lessThan || cp <= 0) super._stateScriptData(cp);
    else this.#takeText(cp, this.#endOfRun(lessThan, lessThan));
  }

  protected override _stateScriptDataEscaped(cp: number): void {
    if (cp === lessThan || cp === hyphen || cp <= 0) super._stateScriptDataEscaped(cp);
    else this.#takeText(cp, this.#endOfRun(lessThan, hyphen));
  }

  protected override _stateComment(cp: number): void {
    const token = this.currentToken;
    if (cp === lessThan || cp === hyphen || cp <= 0 || token === null || !('data' in token)) super._stateComment(cp);
    else token.data += this.#take(cp, this.#endOfRun(lessThan, hyphen));
  }

  protected override _stateAttributeValueDoubleQuoted(cp: number): void {
    if (cp === quotationMark || cp === ampersand || cp <= 0) super._stateAttributeValueDoubleQuoted(cp);
    else this.currentAttr.value += this.#take(cp, this.#endOfRun(quotationMark, ampersand));
  }

  protected override _stateAttributeValueSingleQuoted(cp: number): void {
    if (cp === apostrophe || cp === ampersand || cp <= 0) super._stateAttributeValueSingleQuoted(cp);
    else this.currentAttr.value += this.#take(cp, this.#endOfRun(apostrophe, ampersand));
  }

  protected override _stateAttributeName(cp: number): void {
    if (isNameLetter(cp)) this.currentAttr.name += this.#take(cp, this.#endOfName());
    else super._stateAttributeName(cp);
  }

  protected override _stateTagName(cp: number): void {
    const token = this.currentToken;
    if (isNameLetter(cp) && token !== null && 'tagName' in token) token.tagName += this.#take(cp, this.#endOfName());
    else super._stateTagName(cp);
  }

  /** Where text ends in which tags and character references begin. */
  #endOfText(): number {
    return this.#endOfRun(lessThan, ampersand);
  }

  /** Where the run of the current character ends: at one of two characters, at NUL, or with the input. */
  #endOfRun(one: number, other: number): number {
    const { html, pos } = this.preprocessor;
    let end = pos + 1;
    for (; end < html.length; end++) {
      const code = html.charCodeAt(end);
      if (code === one || code === other || code === 0) break;
    }
    return end;
  }

  #endOfName(): number {
    const { html, pos } = this.preprocessor;
    let end = pos + 1;
    while (end < html.length && isNameLetter(html.charCodeAt(end))) end++;
    return end;
  }

  /** Consumes the characters from the current one on. */
  #take(cp: number, end: number): string {
    const { preprocessor } = this;
    const start = cp > 0xffff ? preprocessor.pos - 1 : preprocessor.pos;
    preprocessor.pos = end - 1;
    return preprocessor.html.slice(start, end);
  }

  /**
   * Text as character tokens. The tree builder asks whether text begins with white space, so that is emitted
   * separately; what follows the first other letter goes where that one goes.
   */
  #takeText(cp: number, end: number): void {
    const text = this.#take(cp, end);
    let from = 0;
    if (this.distinguishes) {
      for (let to = spaceUntil(text, 0); to < text.length; to = spaceUntil(text, from)) {
        this.#tell(Token.TokenType.WHITESPACE_CHARACTER, text.slice(from, to));
        from = lettersUntil(text, to);
        this.#tell(Token.TokenType.CHARACTER, text.slice(to, from));
      }
    }
    if (this.currentCharacterToken?.type !== Token.TokenType.CHARACTER || this.distinguishes) {
      const to = spaceUntil(text, from);
      this.#tell(Token.TokenType.WHITESPACE_CHARACTER, text.slice(from, to));
      from = to;
    }
    this.#tell(Token.TokenType.CHARACTER, text.slice(from));
  }

  #tell(type: Token.CharacterToken['type'], text: string): void {
    if (text !== '') this._appendCharToCurrentCharacterToken(type, text);
  }
}

/** Where white space from a position on ends. */
function spaceUntil(text: string, from: number): number {
  let to = from;
  while (to < text.length && isWhiteSpace(text.charCodeAt(to))) to++;
  return to;
}

/** Where a run without white space ends. */
function lettersUntil(text: string, from: number): number {
  let to = from;
  while (to < text.length && !isWhiteSpace(text.charCodeAt(to))) to++;
  return to;
}

function isWhiteSpace(code: number): boolean {
  return code === space || code === lineFeed || code === tab || code === formFeed;
}

/** Characters copied unchanged into tag and attribute names. */
function isNameLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || code === hyphen || (code >= 0x30 && code <= 0x39);
}
