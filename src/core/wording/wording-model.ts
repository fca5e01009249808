/**
 * A linear model of how one kind of attacker writes, over hashed pieces of words. Fitted by `benches/fit-models.ts` on
 * recorded and written texts, and shipped under `config/`.
 */

/** `defacer`: reads like a defacer's text; `spam`: advertises what spam advertises. */
export const wordingKinds = ['defacer', 'spam'] as const;
export type WordingKind = (typeof wordingKinds)[number];

/** Which text is judged: a whole page seen for the first time, or what was added to a learned one. */
export type WordingWay = 'first-sight' | 'learned';

/** Nats = `slope` · score + `offset`, without prior. */
export interface Calibration {
  readonly slope: number;
  readonly offset: number;
}

export interface WordingModel {
  /** One per hash bucket, a power of two in number. Multiplied by `scale` they are nats. */
  readonly weights: Int8Array;
  readonly scale: number;
  readonly bias: number;
  readonly calibration: Readonly<Record<WordingWay, Calibration>>;
}

export type WordingModels = Readonly<Record<WordingKind, WordingModel>>;
