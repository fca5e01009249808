/** Layers over the page, collected while their content is read. */

import { contentHash } from '../hash.ts';
import type { Attributes } from '../markup/attributes.ts';
import { coverAttribute } from '../markup/sight-attributes.ts';
import type { CoverFact } from '../page-facts.ts';

const textCap = 300;
const hostCap = 20;
const frameNames = new Set(['iframe', 'frame', 'embed', 'object']);

export class CoverDraft {
  readonly within: CoverDraft | null;
  readonly #path: string;
  readonly #share: number;
  readonly #isFixed: boolean;
  readonly #isFrame: boolean;
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
