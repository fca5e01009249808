/** The attributes of one element, by name without prefix. */
import type { TreeElement } from '../facts/markup/parse-tree.ts';

export class Attributes {
  readonly #element: TreeElement;

  constructor(element: TreeElement) {
    this.#element = element;
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  get(name: string): string | null {
    return this.#element.attrs.find((one) => one.name.toLowerCase() === name)?.value ?? null;
  }

  /** @param value null removes it */
  set(name: string, value: string | null): void {
    const found = this.#element.attrs.find((one) => one.name.toLowerCase() === name);
    if (value === null) this.removeWhere((one) => one === name);
    else if (found) found.value = value;
    else this.#element.attrs.push({ name, value });
  }

  /** Every attribute of that name: drawings may carry `href` twice. */
  change(name: string, by: (value: string) => string | null): void {
    this.#element.attrs = this.#element.attrs.filter((one) => {
      if (one.name.toLowerCase() !== name) return true;
      const value = by(one.value);
      if (value !== null) one.value = value;
      return value !== null;
    });
  }

  removeWhere(is: (name: string) => boolean): void {
    this.#element.attrs = this.#element.attrs.filter(({ name }) => !is(name.toLowerCase()));
  }

  /** Removes all of these, and returns the first value that is fit. */
  takeFirst(names: readonly string[], isFit: (value: string) => boolean): string | null {
    const found = names.map((name) => this.get(name)).find((value) => value !== null && isFit(value)) ?? null;
    this.removeWhere((name) => names.includes(name));
    return found;
  }
}
