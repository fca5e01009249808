/** Style sheets of a page: their hosts, and what those in the markup do to the whole page. */
import type { createResolver } from '../links/addresses.ts';
import type { Attributes } from '../markup/attributes.ts';
import { isHidingStyle } from './hidden-style.ts';
import { type PageRule, readStyleSheet } from './style-sheet.ts';

export interface StyleFacts {
  /** Foreign hosts of sheets and imports, each once. */
  readonly hosts: readonly string[];
  readonly rules: readonly PageRule[];
}

export const noStyle: StyleFacts = { hosts: [], rules: [] };

const hostCap = 60;
const ruleCap = 40;
const nameCap = 400;
/** Characters read of all sheets in the markup. */
const sheetCap = 1_000_000;

export class StyleDraft {
  readonly #resolve: ReturnType<typeof createResolver>;
  readonly #hosts = new Set<string>();
  readonly #rules: PageRule[] = [];
  readonly #disguising = new Set<string>();
  #characters = 0;

  constructor(resolve: ReturnType<typeof createResolver>) {
    this.#resolve = resolve;
  }

  host(host: string | null): void {
    if (host !== null && this.#hosts.size < hostCap) this.#hosts.add(host);
  }

  /** A sheet in the markup; the words that it writes into the page are returned. */
  sheet(css: string): readonly string[] {
    this.#characters += Math.min(css.length, sheetCap);
    if (this.#characters > sheetCap || css.trim() === '') return [];
    const { texts, imports, rules, disguising } = readStyleSheet(css);
    for (const name of disguising) if (this.#disguising.size < nameCap) this.#disguising.add(name);
    for (const address of imports) this.host(this.#resolve(address)?.host ?? null);
    for (const rule of rules) this.#rule(rule);
    return texts;
  }

  /** `html` and `body`, whose own attributes can hide the page. */
  root(name: string, { style, hidden }: Attributes): void {
    const isHidden = hidden !== undefined || (style !== undefined && isHidingStyle(style));
    if (isHidden) this.#rule({ does: 'hides', selector: name, source: (style ?? 'hidden').slice(0, 200) });
  }

  /** Whether a sheet above it hides the element by its class or id, in ways that menus do not take. */
  disguises({ id, class: names }: Attributes): boolean {
    if (this.#disguising.size === 0) return false;
    if (id !== undefined && this.#disguising.has(`#${id.toLowerCase()}`)) return true;
    return (
      names !== undefined &&
      names.length < 400 &&
      names.split(/\s/).some((name) => name !== '' && this.#disguising.has(`.${name.toLowerCase()}`))
    );
  }

  finish(): StyleFacts {
    return { hosts: [...this.#hosts], rules: this.#rules };
  }

  #rule(rule: PageRule): void {
    if (this.#rules.length < ruleCap) this.#rules.push(rule);
  }
}
