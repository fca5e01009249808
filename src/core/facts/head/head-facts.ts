/** What the page's head tells search engines and browsers: its owner, its canonical address, whether to list it. */
import type { createResolver } from '../links/addresses.ts';
import type { Attributes } from '../markup/attributes.ts';
import { readStructuredData, type StructuredData } from './structured-data.ts';

/** `base` resolves every relative address of the page; the others name the page elsewhere. */
export type HeadLinkKind = 'canonical' | 'amphtml' | 'alternate' | 'manifest' | 'og:url' | 'base';

export interface HeadLink {
  readonly kind: HeadLinkKind;
  /** Null when it is the page's own. */
  readonly host: string | null;
  /** Host and path without query. */
  readonly address: string;
}

export interface HeadFacts {
  readonly links: readonly HeadLink[];
  /** A robots meta asks search engines not to list the page. */
  readonly isUnlisted: boolean;
  /** Joined from all JSON-LD of the page. */
  readonly data: StructuredData;
}

const linkCap = 60;
/** JSON-LD blocks read, and characters of all of them. */
const dataCap = 20;
const dataCharacters = 200_000;
const itemCap = 40;

const noData: StructuredData = { names: [], telephones: [], addresses: [], texts: [] };
export const noHead: HeadFacts = { links: [], isUnlisted: false, data: noData };

export class HeadDraft {
  readonly #resolve: ReturnType<typeof createResolver>;
  readonly #links: HeadLink[] = [];
  #isUnlisted = false;
  #data: StructuredData = noData;
  #blocks = 0;
  #characters = 0;

  constructor(resolve: ReturnType<typeof createResolver>) {
    this.#resolve = resolve;
  }

  link(rel: string, { href = '', hreflang }: Attributes): void {
    for (const one of rel.split(/\s+/, 10)) {
      if (one === 'canonical' || one === 'amphtml' || one === 'manifest') this.#add(one, href);
      else if (one === 'alternate' && hreflang !== undefined) this.#add('alternate', href);
    }
  }

  meta(name: string, content: string): void {
    if (name === 'og:url') this.#add('og:url', content);
    else if ((name === 'robots' || name === 'googlebot') && /\b(?:noindex|none)\b/i.test(content.slice(0, 200)))
      this.#isUnlisted = true;
  }

  base({ href }: Attributes): void {
    if (href !== undefined) this.#add('base', href);
  }

  /** JSON-LD; the texts in it that people see in search results are returned. */
  data(source: string): readonly string[] {
    this.#characters += source.length;
    if (++this.#blocks > dataCap || this.#characters > dataCharacters) return [];
    const read = readStructuredData(source);
    const join = (known: readonly string[], more: readonly string[]) => [...known, ...more].slice(0, itemCap);
    this.#data = {
      names: join(this.#data.names, read.names),
      telephones: join(this.#data.telephones, read.telephones),
      addresses: join(this.#data.addresses, read.addresses),
      texts: join(this.#data.texts, read.texts),
    };
    return read.texts;
  }

  finish(): HeadFacts {
    return { links: this.#links, isUnlisted: this.#isUnlisted, data: this.#data };
  }

  #add(kind: HeadLinkKind, href: string): void {
    const found = this.#links.length < linkCap ? this.#resolve(href.trim()) : null;
    if (found !== null) this.#links.push({ kind, ...found });
  }
}
