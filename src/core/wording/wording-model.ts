/**
 * A linear model of how one kind of attacker writes, over hashed pieces of words. Fitted by `benches/fit-models.ts` on
 * recorded and written texts, and shipped under `config/`.
 */

/** `defacer`: speaks as people do who deface pages; `spam`: sells what spam sells. */
export const wordingKinds = ['defacer', 'spam'] as const;
export type WordingKind = (typeof wordingKinds)[number];

/** What the text is: all of a page that nobody knows yet, or what was added to a learned one. */
export type WordingWay = 'first-sight' | 'learned';

/** Nats = `slope` · score + `offset`, without prior. */
export interface Calibration {
  readonly slope: number;
  readonly offset: number;
}

export interface WordingModel {
  /** One for each bucket that a feature may hash to; their number is a power of two. Times `scale` they are nats. */
  readonly weights: Int8Array;
  readonly scale: number;
  readonly bias: number;
  readonly calibration: Readonly<Record<WordingWay, Calibration>>;
}

export type WordingModels = Readonly<Record<WordingKind, WordingModel>>;
