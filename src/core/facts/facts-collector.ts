/** Gathers a page's facts element by element; fed by the tree walk and, for pages over budget, by the token reader. */

import { CappedList } from './capped-list.ts';
import { HeadDraft } from './head/head-facts.ts';
import { readMeta } from './head/meta-facts.ts';
import type { createResolver } from './links/addresses.ts';
import { FormDraft } from './links/form-facts.ts';
import { readRefresh, soonerRefresh } from './links/refresh.ts';
import type { Attributes } from './markup/attributes.ts';
import { ownDocument } from './markup/frame-document.ts';
import { withoutTags } from './markup/tags.ts';
import {
  type FrameFact,
  type HandlerFact,
  type LinkFact,
  type PageFacts,
  type ScriptFact,
  type SideText,
  type TextBlock,
  textCap,
} from './page-facts.ts';
import { codeOfAddress } from './scripts/code-address.ts';
import { containersIn } from './scripts/containers.ts';
import { handlerFact } from './scripts/handler-facts.ts';
import { decodedScript, scriptFeatures, scriptHosts, scriptKey } from './scripts/script-features.ts';
import { type CoverDraft, hostsOf } from './style/cover-facts.ts';
import { spreads } from './style/hidden-style.ts';
import { emptyMakeup, noteMakeup, noteScript, noteStyleSheet } from './style/makeup.ts';
import { StyleDraft } from './style/style-facts.ts';
import { blockKey } from './text/block-key.ts';
import { ContactDraft } from './text/contact-facts.ts';

/** Ways of being out of sight. */
type LinkWays = Pick<LinkFact, 'disguised' | 'tucked'>;

/** A link's text while it is being read. */
export interface LinkDraft extends LinkWays {
  host: string | null;
  address: string;
  text: string;
  hidden: boolean;
  /** There is something in it that can be seen, beside text: for sure, or if a style sheet paints an icon. */
  holds: boolean;
  icon?: true;
}

/** Elements that show nothing but the text in them, unless a style sheet paints an icon for their class. */
const wrapping: ReadonlySet<string> = new Set(['span', 'b', 'i', 'em', 'strong', 'small', 'font', 'u', 'br', 'wbr']);

function isTiny({ width, height }: Attributes): boolean {
  return [width, height].some((length) => length !== undefined && /^\s*[0-3](?:px)?\s*$/i.test(length));
}

function linkFact({ holds, icon, ...link }: LinkDraft): LinkFact {
  const isBare = link.host !== null && !holds && !/[\p{L}\p{N}]/u.test(link.text);
  if (!isBare) return link;
  return icon === undefined ? { ...link, bare: true } : { ...link, icon };
}

const linkTextCap = 120;
const sideCap = 400;
/** The same cap as in the browser's measurement. */
const coverCap = 20;

export class FactsCollector {
  readonly #resolve: ReturnType<typeof createResolver>;
  readonly #placeIndex = new Map<string, number>();
  readonly #paths: string[] = [];
  readonly #outline = new Set<number>();
  readonly #blocks = new CappedList<TextBlock>(5_000, 1_000);
  readonly #side = new CappedList<SideText>(600, 200);
  readonly #links = new CappedList<LinkDraft>(4_000, 1_000);
  readonly #images = new CappedList<LinkFact>(2_000, 200);
  readonly #scripts = new CappedList<ScriptFact>(400, 200);
  readonly #frames = new CappedList<FrameFact>(100, 100);
  readonly #forms = new CappedList<FormDraft>(100, 100);
  readonly #handlers = new CappedList<HandlerFact>(100, 100);
  #covers: CoverDraft[] | null = null;
  readonly #layers: CoverDraft[] = [];
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
  #lastForm: FormDraft | null = null;
  readonly #head: HeadDraft;
  readonly #style: StyleDraft;
  readonly #containers = new Set<string>();
  readonly #contacts = new ContactDraft();

  constructor(resolve: ReturnType<typeof createResolver>) {
    this.#resolve = resolve;
    this.#head = new HeadDraft(resolve);
    this.#style = new StyleDraft(resolve);
  }

  place(path: string): number {
    const known = this.#placeIndex.get(path);
    if (known !== undefined) return known;
    // Over the cap all further places share one entry: no page needs a thousand kinds of places.
    if (this.#paths.length >= 1_500) return 0;
    this.#placeIndex.set(path, this.#paths.length);
    return this.#paths.push(path) - 1;
  }

  shingle(hash: number): void {
    if (this.#outline.size < 3_000) this.#outline.add(hash);
  }

  /** A block's text; split where it is longer than a block may be. */
  text(raw: string, place: number, hidden: boolean, linked: boolean): void {
    const text = raw.replace(/\s+/g, ' ').trim();
    if (text === '') return;
    if (hidden) this.#hidden += text.length;
    else this.#visible += text.length;
    for (let from = 0; from < text.length; from += textCap) {
      const piece = text.length <= textCap ? text : text.slice(from, from + textCap);
      const key = blockKey(piece);
      this.#blocks.push({ text: piece, key, place, hidden, linked });
      this.#contacts.text(piece, key, () => this.#paths[place] ?? '');
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
    this.side('comment', withoutTags(data.slice(0, sideCap * 4)).slice(0, sideCap));
  }

  disguises(attributes: Attributes): boolean {
    return this.#style.disguises(attributes);
  }

  /** Facts from an element's name and attributes. Returns a link's draft so that its text can be added. */
  element(
    name: string,
    attributes: Attributes,
    hidden: boolean,
    cover: CoverDraft | null = null,
    ways: LinkWays = {},
  ): LinkDraft | null {
    this.#elements++;
    noteMakeup(this.#makeup, name, attributes);
    this.#noteHandlers(name, attributes);
    switch (name) {
      case 'a':
      case 'area':
        return attributes.href === undefined ? null : this.#link(attributes.href, hidden, cover, ways);
      case 'img':
        this.#image(attributes, hidden, cover);
        break;
      case 'input':
      case 'select':
      case 'textarea':
      case 'button':
        this.#field(attributes);
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
      case 'base':
        this.#head.base(attributes);
        break;
      case 'body':
        this.#style.root(name, attributes);
        break;
      case 'html':
        this.#style.root(name, attributes);
        this.#language = (attributes.lang ?? attributes['xml:lang'] ?? '').slice(0, 20).toLowerCase();
        break;
    }
    return null;
  }

  /** A browser measured layers over the page. */
  expectCovers(): void {
    this.#covers = [];
  }

  /** False when there are too many already. */
  layer(draft: CoverDraft): boolean {
    return this.#layers.length < coverCap && this.#layers.push(draft) > 0;
  }

  cover(draft: CoverDraft): boolean {
    if (this.#covers === null || this.#covers.length >= coverCap) return false;
    this.#covers.push(draft);
    return true;
  }

  /** An element inside a link. */
  inLink(link: LinkDraft, name: string, attributes: Attributes): void {
    if (name === 'img') link.holds ||= !isTiny(attributes);
    else if (!wrapping.has(name)) link.holds = true;
    else if (attributes.class !== undefined) link.icon = true;
  }

  linkText(link: LinkDraft, text: string): void {
    if (link.text.length < linkTextCap) link.text = (link.text + text).replace(/\s+/g, ' ').slice(0, linkTextCap);
  }

  script(attributes: Attributes, source: string): void {
    const src = attributes.src;
    if (src !== undefined && src.trim() !== '') {
      this.#container(src);
      const found = this.#resolve(src);
      const code = found === null ? codeOfAddress(src) : null;
      if (code !== null) this.#code(code);
      else {
        const address = found?.address ?? src.slice(0, 100);
        this.#scripts.push({ address, host: found?.host ?? null, length: 0, features: [], key: '', names: [] });
      }
      return;
    }
    this.#scriptCharacters += source.length;
    const type = attributes.type ?? '';
    if (!/json|template|text\/(?!javascript|ecmascript)/i.test(type)) this.#code(source);
    else {
      this.#scripts.push({ address: null, host: null, length: source.length, features: [], key: '', names: [] });
      if (/ld\+json/i.test(type)) for (const text of this.#head.data(source)) this.side('data', text);
    }
  }

  #code(code: string): void {
    const features = scriptFeatures(code);
    noteScript(this.#makeup, code);
    this.#container(code);
    this.#scripts.push({
      address: null,
      host: null,
      length: code.length,
      features,
      key: scriptKey(code, features),
      names: scriptHosts(code),
      code,
    });
    const written = decodedScript(code, features);
    if (written !== '') this.side('script', written);
  }

  style(css: string): void {
    noteStyleSheet(this.#makeup, css);
    for (const text of this.#style.sheet(css)) this.side('style', text);
  }

  finish(overBudget: boolean, markupCharacters: number): PageFacts {
    const lists = [this.#blocks, this.#links, this.#scripts, this.#frames, this.#side, this.#images, this.#forms];
    return {
      title: this.#title ?? '',
      language: this.#language,
      icon: this.#icon,
      meta: readMeta(this.#meta),
      refresh: this.#refresh,
      places: this.#paths,
      blocks: this.#blocks.items(),
      side: this.#side.items(),
      outline: [...this.#outline].sort((a, b) => a - b),
      links: this.#links.items().map(linkFact),
      images: this.#images.items(),
      styles: this.#styles.items(),
      forms: this.#forms.items().flatMap((form) => form.finish()),
      scripts: this.#scripts.items(),
      frames: this.#frames.items(),
      handlers: this.#handlers.items(),
      covers: this.#covers?.map((cover, _, all) => cover.finish(all)) ?? null,
      layerHosts: hostsOf(this.#layers),
      makeup: this.#makeup,
      head: this.#head.finish(),
      style: this.#style.finish(),
      containers: [...this.#containers],
      contacts: this.#contacts.finish(),
      counts: {
        elements: this.#elements,
        links: this.#links.total,
        visibleCharacters: this.#visible,
        hiddenCharacters: this.#hidden,
        inlineScriptCharacters: this.#scriptCharacters,
        markupCharacters,
      },
      overBudget: overBudget || lists.some((list) => list.overflowed),
    };
  }

  #link(href: string, hidden: boolean, cover: CoverDraft | null, ways: LinkWays): LinkDraft | null {
    const found = this.#resolve(href);
    if (found === null) {
      this.#contacts.address(href);
      this.#codeIn(href);
      return null;
    }
    cover?.addHost(found.host);
    const draft: LinkDraft = { ...found, text: '', holds: false, hidden, ...ways };
    this.#links.push(draft);
    return draft;
  }

  #field(attributes: Attributes): void {
    this.#lastForm?.field(attributes);
    const target = attributes.formaction;
    const found = target === undefined ? null : this.#resolve(target);
    if (found !== null) this.#lastForm?.target(found);
  }

  #container(source: string): void {
    for (const one of containersIn(source)) if (this.#containers.size < 60) this.#containers.add(one);
  }

  #codeIn(address: string): void {
    const code = codeOfAddress(address);
    if (code !== null) this.#code(code);
  }

  #image(attributes: Attributes, hidden: boolean, cover: CoverDraft | null): void {
    const alt = attributes.alt ?? '';
    const src = attributes.src ?? attributes['data-src'];
    const found = src === undefined ? null : this.#resolve(src);
    if (alt !== '') this.side('alt', alt.slice(0, sideCap));
    cover?.addPicture(found?.host ?? null);
    if (found !== null) this.#images.push({ ...found, text: alt.slice(0, linkTextCap), hidden });
  }

  #metaElement(attributes: Attributes): void {
    const content = attributes.content;
    if (content === undefined) return;
    const equiv = attributes['http-equiv']?.trim().toLowerCase();
    if (equiv === 'refresh') this.#refresh = soonerRefresh(this.#refresh, readRefresh(content));
    const name = (attributes.name ?? attributes.property ?? '').trim().toLowerCase();
    if (name === '' || name in this.#meta) return;
    this.#head.meta(name, content);
    this.#meta[name.slice(0, 60)] = content.slice(0, sideCap);
    if (/description|keywords|title|author|site_name|copyright|generator/.test(name)) {
      this.side('meta', content.slice(0, sideCap));
    }
  }

  #linkElement(attributes: Attributes): void {
    const rel = (attributes.rel ?? '').toLowerCase();
    this.#head.link(rel, attributes);
    const found = this.#resolve(attributes.href ?? '');
    if (found === null) return;
    if (rel.includes('icon')) this.#icon ||= found.address;
    if (!rel.includes('stylesheet')) return;
    this.#styles.push(found.address);
    this.#style.host(found.host);
  }

  #frame(attributes: Attributes, hidden: boolean, cover: CoverDraft | null): void {
    const src = attributes.src ?? attributes.data;
    const found = src === undefined ? null : this.#resolve(src);
    cover?.addHost(found?.host ?? null);
    if (found === null) this.#codeIn(src ?? '');
    const covers = spreads(attributes);
    if (found !== null || covers) this.#frames.push({ ...(found ?? ownDocument), hidden, covers });
  }

  #noteHandlers(name: string, attributes: Attributes): void {
    for (const attribute in attributes) {
      if (!attribute.startsWith('on')) continue;
      const fact = handlerFact(attribute, name, attributes[attribute] ?? '');
      if (fact !== null) this.#handlers.push(fact);
    }
  }

  #form(action: string, cover: CoverDraft | null): void {
    const target = this.#resolve(action) ?? { host: null, address: action.slice(0, 100) };
    this.#lastForm = new FormDraft(target);
    cover?.addHost(target.host);
    this.#forms.push(this.#lastForm);
  }
}
