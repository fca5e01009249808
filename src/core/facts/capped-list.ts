/** Keeps its head and its tail: filling a page with a million links cannot push the last one out. */
export class CappedList<T> {
  readonly #headCap: number;
  readonly #tailCap: number;
  readonly #head: T[] = [];
  #tail: T[] = [];
  total = 0;

  constructor(headCap: number, tailCap: number) {
    this.#headCap = headCap;
    this.#tailCap = tailCap;
  }

  push(item: T): void {
    this.total++;
    if (this.#head.length < this.#headCap) {
      this.#head.push(item);
      return;
    }
    this.#tail.push(item);
    if (this.#tail.length >= this.#tailCap * 2) this.#tail = this.#tail.slice(-this.#tailCap);
  }

  get overflowed(): boolean {
    return this.total > this.#headCap + this.#tailCap;
  }

  items(): T[] {
    return this.#tail.length === 0 ? this.#head : [...this.#head, ...this.#tail.slice(-this.#tailCap)];
  }
}
