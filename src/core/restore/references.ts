/** What the addresses in one document of a copy become. */
import { noticePath, relativePath } from './copy-names.ts';
import { addressKey } from './recorded.ts';

/** Own paths within the web root, by address without fragment. */
export type PathsByAddress = Readonly<Record<string, string>>;

/** Where a document stands, and what else the copy contains. */
export interface CopyPlace {
  /** The document's own address, against which it names others. */
  readonly url: string;
  /** Its path within the web root. */
  readonly path: string;
  readonly pages: PathsByAddress;
  readonly files: PathsByAddress;
  /** Documents for frames. */
  readonly frames: PathsByAddress;
  /** Hosts that the copy stands for, with their ports. */
  readonly hosts: readonly string[];
}

/** What a document refers to. */
export interface Referred {
  /** Paths of files and frames. */
  readonly used: readonly string[];
  /** Addresses that the copy does not contain; at most `missingCaps.each`. */
  readonly missing: readonly string[];
}

const missingCaps = { each: 500, characters: 500 } as const;

export class References {
  readonly #place: CopyPlace;
  readonly #used = new Set<string>();
  readonly #missing = new Set<string>();
  /** Of the document, or as its `base` element says. */
  base: string;

  constructor(place: CopyPlace) {
    this.#place = place;
    this.base = place.url;
  }

  /** A picture, style sheet or font; null when the copy does not contain it. */
  file(address: string): string | null {
    const text = address.trim();
    if (isHarmlessData(text)) return text;
    return this.#contained(text, this.#place.files);
  }

  frame(address: string): string | null {
    return this.#contained(address.trim(), this.#place.frames);
  }

  knows(address: string): boolean {
    const key = addressKey(address.trim(), this.base);
    return key !== null && Object.hasOwn(this.#place.files, key);
  }

  /** Where a link leads: within the copy, to the notice, or to another site as before. */
  link(address: string): string {
    const text = address.trim();
    if (text === '' || text.startsWith('#')) return text;
    const url = URL.parse(text, this.base);
    if (url?.protocol === 'mailto:' || url?.protocol === 'tel:') return url.href;
    const key = url && addressKey(url.href);
    if (url === null || key === null) return this.notice();
    const page = Object.hasOwn(this.#place.pages, key) ? this.#place.pages[key] : undefined;
    if (page !== undefined) return `${relativePath(this.#place.path, page)}${url.hash}`;
    return this.#place.hosts.includes(url.host) ? this.notice() : url.href;
  }

  /** A path that a document within this one uses. */
  use(path: string): void {
    this.#used.add(path);
  }

  notice(): string {
    return relativePath(this.#place.path, noticePath);
  }

  referred(): Referred {
    return { used: [...this.#used], missing: [...this.#missing] };
  }

  #contained(address: string, paths: PathsByAddress): string | null {
    if (address === '' || address.startsWith('#')) return null;
    const key = addressKey(address, this.base);
    const path = key !== null && Object.hasOwn(paths, key) ? paths[key] : undefined;
    if (path === undefined) {
      const named = (key ?? address).slice(0, missingCaps.characters);
      if (!/^(?:data|about|javascript|blob):/i.test(address) && this.#missing.size < missingCaps.each)
        this.#missing.add(named);
      return null;
    }
    this.#used.add(path);
    const fragment = address.indexOf('#');
    return relativePath(this.#place.path, path) + (fragment === -1 ? '' : plainFragment(address.slice(fragment)));
  }
}

/** Pictures and fonts within the page: nothing that a browser would open as a document. */
function isHarmlessData(address: string): boolean {
  return /^data:(?:image\/|font\/|application\/(?:x-)?font|application\/octet-stream|application\/vnd\.ms-fontobject)/i.test(
    address.slice(0, 60),
  );
}

function plainFragment(fragment: string): string {
  return /^#[\w:.-]{1,200}$/.test(fragment) ? fragment : '';
}
