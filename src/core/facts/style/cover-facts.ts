/** Layers over the page, collected while their content is read. */

import { contentHash } from '../hash.ts';
import type { Attributes } from '../markup/attributes.ts';
import { coverAttribute } from '../markup/sight-attributes.ts';
import type { CoverFact } from '../page-facts.ts';
import { spreads } from './hidden-style.ts';

const textCap = 300;
const hostCap = 20;
const frameNames = new Set(['iframe', 'frame', 'embed', 'object']);

export class CoverDraft {
  readonly within: CoverDraft | null;
  readonly #path: string;
  readonly #share: number;
  readonly #isFixed: boolean;
  readonly #isFrame: boolean;
  readonly #isPicture: boolean;
  readonly #hosts = new Set<string>();
  #host: string | null = null;
  #text = '';

  constructor(name: string, path: string, value: string, within: CoverDraft | null) {
    const [share = '', way] = value.split(' ');
    this.within = within;
    this.#path = path;
    this.#share = Math.min(1, Number(share) || 0);
    this.#isFixed = way === 'fixed';
    this.#isFrame = frameNames.has(name);
    this.#isPicture = name === 'img' && way === 'layer';
  }

  addText(text: string): void {
    this.within?.addText(text);
    if (this.#text.length < textCap) this.#text += text.replace(/\s+/g, ' ').slice(0, textCap);
  }

  /** Another host named on the layer; for a frame that is the layer itself, its own. */
  addHost(host: string | null): void {
    if (host === null) return;
    this.within?.addHost(host);
    if (this.#isFrame) this.#host ??= host;
    if (this.#hosts.size < hostCap) this.#hosts.add(host);
  }

  /** A layer that is itself a picture shows nothing else. */
  addPicture(host: string | null): void {
    if (this.#isPicture && host !== null) this.#hosts.add(host);
  }

  hosts(): Iterable<string> {
    return this.#hosts;
  }

  finish(covers: readonly CoverDraft[]): CoverFact {
    const place = this.within === null ? -1 : covers.indexOf(this.within);
    return {
      key: contentHash(`${this.#path}\u0000${this.#host ?? ''}`),
      path: this.#path,
      share: this.#share,
      isFixed: this.#isFixed,
      isFrame: this.#isFrame,
      host: this.#host,
      hosts: [...this.#hosts].sort(),
      text: this.#text.replace(/\s+/g, ' ').trim().slice(0, textCap),
      within: place === -1 ? null : place,
    };
  }
}

/** Null for an element that covers nothing. */
export function coverDraft(
  name: string,
  attributes: Attributes,
  within: CoverDraft | null,
  path: () => string,
): CoverDraft | null {
  const value = attributes[coverAttribute];
  return value === undefined ? null : new CoverDraft(name, path(), value, within);
}

/** The same for an element that covers the window by its own style, in markup that no browser measured. */
export function layerDraft(name: string, attributes: Attributes, within: CoverDraft | null): CoverDraft | null {
  return spreads(attributes) ? new CoverDraft(name, '', '1 layer', within) : null;
}

export function hostsOf(drafts: readonly CoverDraft[]): string[] {
  return [...new Set(drafts.flatMap((draft) => [...draft.hosts()]))].sort().slice(0, hostCap);
}
