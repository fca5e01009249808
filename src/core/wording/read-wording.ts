/** Scores texts by a model, and names the words that weighed most. */
import { eachFeature } from './features.ts';
import { maskedWords } from './masked-words.ts';
import type { Passage } from './passages.ts';
import type { WordingModel, WordingWay } from './wording-model.ts';

/** Added to the number of features, so that few features count less than many. */
export const shrinkage = 60;
/** Maximum nats of one passage; higher values were not measured. */
const passageCap = 8;

export interface ReadWording {
  /** Calibrated nats without a cap; negative where the texts speak against it. */
  readonly nats: number;
  /** The passage that weighs most. */
  readonly passage: Passage;
}

/** Null where there is nothing to read. */
export function readWording(model: WordingModel, passages: readonly Passage[], way: WordingWay): ReadWording | null {
  const scored = scorePassages(model, passages);
  const best = scored.reduce((top, score, i) => (score > (scored[top] ?? 0) ? i : top), 0);
  const passage = passages[best];
  if (passage === undefined) return null;
  const { slope, offset } = model.calibration[way];
  return { nats: slope * scoreOfText(scored) + offset, passage };
}

/** Any one of the passages may be the attacker's, all equally likely: the logarithm of their mean likelihood ratio. */
export function scoreOfText(passages: readonly number[]): number {
  const sum = passages.reduce((all, score) => all + Math.exp(Math.min(score, passageCap)), 0);
  return Math.log(sum / Math.max(1, passages.length));
}

/** Uncalibrated nats of each passage. */
export function scorePassages(model: WordingModel, passages: readonly Passage[]): number[] {
  const { weights, scale, bias } = model;
  const mask = weights.length - 1;
  const seenIn = new Uint32Array(weights.length);
  return passages.map(({ words }, i) => {
    let sum = 0;
    let count = 0;
    eachFeature(words, (hash) => {
      const bucket = hash & mask;
      if (seenIn[bucket] === i + 1) return;
      seenIn[bucket] = i + 1;
      sum += weights[bucket] ?? 0;
      count++;
    });
    return bias + (scale * sum) / Math.sqrt(count + shrinkage);
  });
}

/** Shown at most. */
const mostWords = 6;
/** Share of the heaviest word's weight below which a word is not worth showing. */
const shownFrom = 0.2;

/** The passage's heaviest words, as written, in their original order. */
export function tellingWords(model: WordingModel, { text, words }: Passage): string[] {
  const weightOf = new Map<string, number>();
  const mask = model.weights.length - 1;
  eachFeature(words, (hash, at) => {
    const word = words[at] ?? '';
    weightOf.set(word, (weightOf.get(word) ?? 0) + (model.weights[hash & mask] ?? 0));
  });
  const tokens = [...new Set(text.split(/\s+/))].map((token) => ({ token, weight: weightIn(token, weightOf) }));
  const sorted = tokens.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  const least = shownFrom * (sorted[0]?.weight ?? 0);
  const top = new Set(sorted.slice(0, mostWords).filter(({ weight }) => weight >= least));
  return tokens.filter((one) => top.has(one)).map(({ token }) => token);
}

function weightIn(token: string, weightOf: ReadonlyMap<string, number>): number {
  return maskedWords(token).reduce((sum, word) => sum + (weightOf.get(word) ?? 0), 0);
}
