import type { vi } from './vi.ts';

/** The Vietnamese file defines the keys; every other language has the same keys with the same parameters. */
export type Texts = TextsLike<typeof vi>;

export type TextsLike<T> = {
  readonly [Key in keyof T]: T[Key] extends (...args: infer Args) => string ? (...args: Args) => string : string;
};
