/** Gathers a page's facts element by element; fed by the tree walk and, for pages over budget, by the token reader. */
import type { createResolver } from './addresses.ts';
import { blockKey } from './block-key.ts';
import { CappedList } from './capped-list.ts';
import type { CoverDraft } from './cover-facts.ts';
import { handlerFact } from './handler-facts.ts';
import { isCoveringStyle } from './hidden-style.ts';
import { emptyMakeup, noteMakeup, noteScript, noteStyleSheet } from './makeup.ts';
import { readMeta } from './meta-facts.ts';
import {
  type FormFact,
  type FrameFact,
  type HandlerFact,
  type LinkFact,
  type PageFacts,
  type ScriptFact,
  type SideText,
  type TextBlock,
  textCap,
} from './page-facts.ts';
import { readRefresh, soonerRefresh } from './refresh.ts';
import { decodedScript, scriptFeatures, scriptHosts, scriptKey } from './script-features.ts';

/** Attributes by name, the first of each name as in browsers. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** A link's text while it is being read. */
export interface LinkDraft {
  host: string | null;
  address: string;
  text: string;
  hidden: boolean;
}

/** Fixed over the whole window; what is only spread over its own box is how videos and maps are embedded. */
function spreads({ style }: Attributes): boolean {
  return style !== undefined && /position\s*:\s*fixed/i.test(style) && isCoveringStyle(style);
}

const linkTextCap = 120;
const sideCap = 400;
/** As many as the browser marks. */
const coverCap = 20;

export class FactsCollector {
  readonly #resolve: ReturnType<typeof createResolver>;
  readonly #placeIndex = new Map<string, number>();
  readonly #outline = new Set<number>();
  readonly #blocks = new CappedList<TextBlock>(5_000, 1_000);
  readonly #side = new CappedList<SideText>(600, 200);
  readonly #links = new CappedList<LinkDraft>(4_000, 1_000);
  readonly #images = new CappedList<LinkFact>(2_000, 200);
  readonly #scripts = new CappedList<ScriptFact>(400, 200);
  readonly #frames = new CappedList<FrameFact>(100, 100);
  readonly #forms = new CappedList<FormFact & { asksPassword: boolean }>(100, 100);
  readonly #handlers = new CappedList<HandlerFact>(100, 100);
  #covers: CoverDraft[] | null = null;
  readonly #styles = new CappedList<string>(200, 50);
  readonly #meta: Record<string, string> = {};
  readonly #makeup = emptyMakeup();
  #refresh: PageFacts['refresh'] = null;
  #title: string | null = null;
  #language = '';
  #icon = '';
  #elements = 0;
  #visible = 0;
  #hidden = 0;
  #scriptCharacters = 0;
  #lastForm: { host: string | null; asksPassword: boolean } | null = null;

  constructor(resolve: ReturnType<typeof createResolver>) {
    this.#resolve = resolve;
  }

  place(path: string): number {
    const known = this.#placeIndex.get(path);
    if (known !== undefined) return known;
    // Over the cap all further places are one: nobody needs a thousand kinds of places on one page.
    if (this.#placeIndex.size >= 1_500) return 0;
    this.#placeIndex.set(path, this.#placeIndex.size);
    return this.#placeIndex.size - 1;
  }

  shingle(hash: number): void {
    if (this.#outline.size < 3_000) this.#outline.add(hash);
  }

  /** A block's text; split where it is longer than one block may be. */
  text(raw: string, place: number, hidden: boolean, linked: boolean): void {
    const text = raw.replace(/\s+/g, ' ').trim();
    if (text === '') return;
    if (hidden) this.#hidden += text.length;
    else this.#visible += text.length;
    for (let from = 0; from < text.length; from += textCap) {
      const piece = text.length <= textCap ? text : text.slice(from, from + textCap);
      this.#blocks.push({ text: piece, key: blockKey(piece), place, hidden, linked });
    }
  }

  title(text: string): void {
    this.#title ??= text.replace(/\s+/g, ' ').trim().slice(0, 500);
  }

  side(from: SideText['from'], raw: string): void {
    const text = raw.slice(0, textCap).replace(/\s+/g, ' ').trim();
    if (text.length < 3) return;
    this.#side.push({ from, text, key: blockKey(text) });
  }

  comment(data: string): void {
    this.side(
      'comment',
      data
        .slice(0, sideCap * 4)
        .replace(/<[^>]{0,400}>/g, ' ')
        .slice(0, sideCap),
    );
  }

  /** What an element says by its name and attributes. A link's draft is returned for its text. */
  element(name: string, attributes: Attributes, hidden: boolean, cover: CoverDraft | null = null): LinkDraft | null {
    this.#elements++;
    noteMakeup(this.#makeup, name, attributes);
    this.#noteHandlers(name, attributes);
    switch (name) {
      case 'a':
      case 'area':
        return attributes.href === undefined ? null : this.#link(attributes.href, hidden, cover);
      case 'img':
      case 'input':
        this.#imageOrField(name, attributes, hidden);
        break;
      case 'meta':
        this.#metaElement(attributes);
        break;
      case 'link':
        this.#linkElement(attributes);
        break;
      case 'iframe':
      case 'frame':
      case 'embed':
      case 'object':
        this.#frame(attributes, hidden, cover);
        break;
      case 'form':
        this.#form(attributes.action ?? '', cover);
        break;
      case 'html':
        this.#language = (attributes.lang ?? attributes['xml:lang'] ?? '').slice(0, 20).toLowerCase();
        break;
    }
    return null;
  }

  /** A browser looked for layers over the page. */
  expectCovers(): void {
    this.#covers = [];
  }

  /** False when there are too many already. */
  cover(draft: CoverDraft): boolean {
    if (this.#covers === null || this.#covers.length >= coverCap) return false;
    this.#covers.push(draft);
    return true;
  }

  linkText(link: LinkDraft, text: string): void {
    if (link.text.length < linkTextCap) link.text = (link.text + text).replace(/\s+/g, ' ').slice(0, linkTextCap);
  }

  script(attributes: Attributes, source: string): void {
    const src = attributes.src;
    if (src !== undefined && src.trim() !== '') {
      const found = this.#resolve(src);
      this.#scripts.push({
        address: found?.address ?? src.slice(0, 100),
        host: found?.host ?? null,
        length: 0,
        features: [],
        key: '',
        names: [],
      });
      return;
    }
    this.#scriptCharacters += source.length;
    const isData = /json|template|text\/(?!javascript|ecmascript)/i.test(attributes.type ?? '');
    const features = isData ? [] : scriptFeatures(source);
    if (!isData) noteScript(this.#makeup, source);
    this.#scripts.push({
      address: null,
      host: null,
      length: source.length,
      features,
      key: isData ? '' : scriptKey(source, features),
      names: isData ? [] : scriptHosts(source),
    });
    const written = decodedScript(source, features);
    if (written !== '') this.side('script', written);
  }

  style(css: string): void {
    noteStyleSheet(this.#makeup, css);
  }

  finish(overBudget: boolean): PageFacts {
    const lists = [this.#blocks, this.#links, this.#scripts, this.#frames, this.#side, this.#images, this.#forms];
    return {
      title: this.#title ?? '',
      language: this.#language,
      icon: this.#icon,
      meta: readMeta(this.#meta),
      refresh: this.#refresh,
      places: [...this.#placeIndex.keys()],
      blocks: this.#blocks.items(),
      side: this.#side.items(),
      outline: [...this.#outline].sort((a, b) => a - b),
      links: this.#links.items(),
      images: this.#images.items(),
      styles: this.#styles.items(),
      forms: this.#forms.items(),
      scripts: this.#scripts.items(),
      frames: this.#frames.items(),
      handlers: this.#handlers.items(),
      covers: this.#covers?.map((cover, _, all) => cover.finish(all)) ?? null,
      makeup: this.#makeup,
      counts: {
        elements: this.#elements,
        links: this.#links.total,
        visibleCharacters: this.#visible,
        hiddenCharacters: this.#hidden,
        inlineScriptCharacters: this.#scriptCharacters,
      },
      overBudget: overBudget || lists.some((list) => list.overflowed),
    };
  }

  #link(href: string, hidden: boolean, cover: CoverDraft | null): LinkDraft | null {
    const found = this.#resolve(href);
    if (found === null) return null;
    cover?.addHost(found.host);
    const draft = { host: found.host, address: found.address, text: '', hidden };
    this.#links.push(draft);
    return draft;
  }

  #imageOrField(name: string, attributes: Attributes, hidden: boolean): void {
    if (name === 'input') {
      if (this.#lastForm !== null && attributes.type?.toLowerCase() === 'password') this.#lastForm.asksPassword = true;
      return;
    }
    const alt = attributes.alt ?? '';
    const src = attributes.src ?? attributes['data-src'];
    const found = src === undefined ? null : this.#resolve(src);
    if (alt !== '') this.side('alt', alt.slice(0, sideCap));
    if (found !== null) this.#images.push({ ...found, text: alt.slice(0, linkTextCap), hidden });
  }

  #metaElement(attributes: Attributes): void {
    const content = attributes.content;
    if (content === undefined) return;
    const equiv = attributes['http-equiv']?.trim().toLowerCase();
    if (equiv === 'refresh') this.#refresh = soonerRefresh(this.#refresh, readRefresh(content));
    const name = (attributes.name ?? attributes.property ?? '').trim().toLowerCase();
    if (name === '' || name in this.#meta) return;
    this.#meta[name.slice(0, 60)] = content.slice(0, sideCap);
    if (/description|keywords|title|author|site_name|copyright|generator/.test(name)) {
      this.side('meta', content.slice(0, sideCap));
    }
  }

  #linkElement(attributes: Attributes): void {
    const rel = (attributes.rel ?? '').toLowerCase();
    const found = this.#resolve(attributes.href ?? '');
    if (found === null) return;
    if (rel.includes('icon')) this.#icon ||= found.address;
    if (rel.includes('stylesheet')) this.#styles.push(found.address);
  }

  #frame(attributes: Attributes, hidden: boolean, cover: CoverDraft | null): void {
    const src = attributes.src ?? attributes.data;
    const found = src === undefined ? null : this.#resolve(src);
    cover?.addHost(found?.host ?? null);
    if (found !== null) this.#frames.push({ ...found, hidden, covers: spreads(attributes) });
  }

  #noteHandlers(name: string, attributes: Attributes): void {
    for (const attribute in attributes) {
      if (!attribute.startsWith('on')) continue;
      const fact = handlerFact(attribute, name, attributes[attribute] ?? '');
      if (fact !== null) this.#handlers.push(fact);
    }
  }

  #form(action: string, cover: CoverDraft | null): void {
    this.#lastForm = { host: this.#resolve(action)?.host ?? null, asksPassword: false };
    cover?.addHost(this.#lastForm.host);
    this.#forms.push(this.#lastForm);
  }
}
