/** The few facts found in one pass over a page's markup: title, passages with a phrase in them, addresses. */
import { findPhrases, matchWords } from '../detect/shared/phrase-index.ts';
import { CappedList } from '../facts/capped-list.ts';
import { noHead } from '../facts/head/head-facts.ts';
import { readMeta } from '../facts/head/meta-facts.ts';
import { createResolver } from '../facts/links/addresses.ts';
import {
  type FrameFact,
  type PageFacts,
  type ScriptFact,
  type SideText,
  type TextBlock,
  textCap,
} from '../facts/page-facts.ts';
import { emptyMakeup } from '../facts/style/makeup.ts';
import { noStyle } from '../facts/style/style-facts.ts';
import { blockKey } from '../facts/text/block-key.ts';
import type { Policy } from '../policy.ts';
import { type MarkupSink, scanMarkup } from './markup-scan.ts';

/**
 * @param url that returned the page
 * @returns facts whose `blocks` and `side` hold only passages with a signature phrase; all that needs a tree, a style
 * or a script's features is empty
 */
export function shortFacts(html: string, url: string, policy: Policy): PageFacts {
  const sink = new ShortSink(policy);
  scanMarkup(html, sink);
  return sink.finish(url);
}

/** Elements that flow inside a line of text; every other one ends a passage. */
const inline: ReadonlySet<string> = new Set(
  'a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark nobr q s small span strike strong sub sup tt u var wbr'.split(
    ' ',
  ),
);
const frames: ReadonlySet<string> = new Set(['iframe', 'frame', 'embed', 'object']);
const telling: ReadonlySet<string> = new Set(['description', 'keywords', 'og:title', 'og:site_name', 'author']);

/** Short neighbours are joined: `HACKED` and `BY X` in separate blocks (as in `signature-phrase`). */
const pairCaps = { before: 30, after: 60 };
/** Overlap in characters between pieces of a passage over the limit: no phrase is longer. */
const overlap = 150;
const titleCap = 500;
const linkTextCap = 120;
const sideCap = 400;
const windowCap = 200;

interface Link {
  readonly href: string;
  text: string;
}

class ShortSink implements MarkupSink {
  readonly #policy: Policy;
  readonly #blocks = new CappedList<TextBlock>(200, 50);
  readonly #side = new CappedList<SideText>(100, 50);
  readonly #links = new CappedList<Link>(4_000, 1_000);
  readonly #scripts = new CappedList<string>(400, 200);
  readonly #frames = new CappedList<string>(100, 100);
  readonly #meta: Record<string, string> = {};
  #title: string | null = null;
  #base: string | null = null;
  #link: Link | null = null;
  #passage: string[] = [];
  #length = 0;
  /** Characters of the passage outside and inside links. */
  #plain = 0;
  #linked = 0;
  #before: TextBlock | null = null;
  #visible = 0;
  #elements = 0;

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  text(text: string): void {
    // In pieces, so that no passage is much longer than the limit.
    for (let from = 0; from < text.length; from += textCap) {
      const piece = text.length <= textCap ? text : text.slice(from, from + textCap);
      this.#passage.push(piece);
      this.#length += piece.length;
      if (this.#link === null) this.#plain += piece.trim().length;
      else this.#linked += piece.length;
      if (this.#link !== null && this.#link.text.length < linkTextCap)
        this.#link.text = readable(this.#link.text + piece).slice(0, linkTextCap);
      if (this.#length >= textCap) this.#cut();
    }
  }

  open(name: string, attributes: ReadonlyMap<string, string>): void {
    this.#elements++;
    if (!inline.has(name)) this.#flush();
    const address = plain(attributes.get('src') ?? attributes.get('data') ?? '');
    if (name === 'a' || name === 'area') this.#openLink(name, attributes.get('href'));
    else if (name === 'script' && address !== '') this.#scripts.push(address);
    else if (frames.has(name) && address !== '') this.#frames.push(address);
    else if (name === 'img') this.#note('alt', attributes.get('alt') ?? '');
    else if (name === 'base') this.#base ??= plain(attributes.get('href') ?? '');
    else if (name === 'meta') this.#openMeta(attributes);
  }

  close(name: string): void {
    if (name === 'a') this.#link = null;
    if (!inline.has(name)) this.#flush();
  }

  comment(text: string): void {
    this.#noteWindows('comment', text);
  }

  raw(name: string, text: string): void {
    if (name === 'title') this.#title ??= plain(text.slice(0, 4 * titleCap)).slice(0, titleCap);
    else if (name === 'script') this.#noteWindows('script', text);
    else if (name === 'textarea') {
      this.text(text);
      this.#flush();
    }
  }

  finish(url: string): PageFacts {
    this.#flush();
    const resolve = createResolver(url, this.#base);
    const links = this.#links.items().flatMap(({ href, text }) => {
      const found = resolve(href);
      return found === null ? [] : [{ ...found, text, hidden: false }];
    });
    return {
      title: this.#title ?? '',
      language: '',
      icon: '',
      meta: readMeta(this.#meta),
      refresh: null,
      places: [''],
      blocks: this.#blocks.items(),
      side: this.#side.items(),
      outline: [],
      links,
      images: [],
      styles: [],
      forms: [],
      scripts: this.#scripts.items().flatMap((src): ScriptFact[] => {
        const found = resolve(src);
        return found === null ? [] : [{ ...found, length: 0, features: [], key: '', names: [] }];
      }),
      frames: this.#frames.items().flatMap((src): FrameFact[] => {
        const found = resolve(src);
        return found === null ? [] : [{ ...found, hidden: false, covers: false }];
      }),
      handlers: [],
      covers: null,
      makeup: emptyMakeup(),
      head: noHead,
      style: noStyle,
      containers: [],
      contacts: [],
      counts: {
        elements: this.#elements,
        links: this.#links.total,
        visibleCharacters: this.#visible,
        hiddenCharacters: 0,
        inlineScriptCharacters: 0,
        markupCharacters: 0,
      },
      layerHosts: [],
      overBudget: true,
    };
  }

  #openLink(name: string, href: string | undefined): void {
    if (href === undefined) return;
    const link = { href: plain(href), text: '' };
    this.#links.push(link);
    if (name === 'a') this.#link = link;
  }

  #openMeta(attributes: ReadonlyMap<string, string>): void {
    const name = (attributes.get('name') ?? attributes.get('property') ?? '').trim().toLowerCase();
    if (!telling.has(name) || name in this.#meta) return;
    const content = plain(attributes.get('content') ?? '').slice(0, sideCap);
    this.#meta[name] = content;
    this.#note('meta', content);
  }

  /** Cuts a passage at the limit: its end begins the next. */
  #cut(): void {
    const whole = this.#passage.join('');
    this.#flush();
    this.#passage = [whole.slice(-overlap)];
    this.#length = Math.min(whole.length, overlap);
    // The overlap is counted only once.
    this.#visible -= plain(whole.slice(-overlap)).length;
  }

  #flush(): void {
    if (this.#length === 0) return;
    const text = plain(this.#passage.join(''));
    const linked = this.#plain < 3 && this.#linked > 0;
    this.#passage = [];
    this.#length = 0;
    this.#plain = 0;
    this.#linked = 0;
    if (text === '') return;
    this.#visible += text.length;
    const block = { text, key: '', place: 0, hidden: false, linked };
    const { signatures } = this.#policy;
    const words = matchWords(text);
    const before = this.#before;
    this.#before = block;
    if (findPhrases(signatures, words).length > 0) this.#keep(block);
    else if (before !== null && before.text.length <= pairCaps.before && text.length <= pairCaps.after) {
      if (findPhrases(signatures, [...matchWords(before.text), ...words]).length > 0) {
        this.#keep(before);
        this.#keep(block);
      }
    }
  }

  #keep(block: TextBlock): void {
    this.#blocks.push({ ...block, key: blockKey(block.text) });
  }

  #note(from: SideText['from'], raw: string): void {
    const text = plain(raw.slice(0, 2 * sideCap)).slice(0, sideCap);
    if (text.length < 3 || findPhrases(this.#policy.signatures, matchWords(text)).length === 0) return;
    this.#side.push({ from, text, key: blockKey(text) });
  }

  /** Keeps only the surroundings of a phrase in long texts that are not prose. */
  #noteWindows(from: SideText['from'], raw: string): void {
    if (raw.length <= sideCap) this.#note(from, raw);
    else for (let at = 0; at < raw.length; at += windowCap) this.#note(from, raw.slice(at, at + windowCap + overlap));
  }
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const reference = /&(?:#(\d{1,7})|#[xX]([\dA-Fa-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));?/g;

/** Collapses white space and decodes the character references that letters can be written with. */
function readable(text: string): string {
  const read = text.includes('&') ? text.replace(reference, readReference) : text;
  return read.replace(/\s+/g, ' ');
}

function plain(text: string): string {
  return readable(text).trim();
}

function readReference(_: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return named[name] ?? ' ';
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number.parseInt(decimal, 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
}
