/** A small model of wording: these words and their letters weigh, and nothing else does. */
import { eachFeature } from '../../src/core/wording/features.ts';
import type { WordingModel } from '../../src/core/wording/wording-model.ts';

const buckets = 2 ** 14;

export function wordingOf(words: readonly string[]): WordingModel {
  const weights = new Int8Array(buckets);
  for (const word of words) {
    eachFeature([word], (hash) => {
      weights[hash & (buckets - 1)] = 100;
    });
  }
  const calibration = { slope: 1, offset: 0 };
  return { weights, scale: 0.12, bias: -6, calibration: { 'first-sight': calibration, learned: calibration } };
}
