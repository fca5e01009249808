/**
 * A distribution of durations that can be merged: counts by logarithmic bucket, so that a quantile is at most 5 % off
 * (DDSketch: Masson, Rim, Lee, VLDB 2019). Pairs in order of their bucket; about 130 of them cover 1 ms to 3 minutes.
 */
export type Sketch = readonly (readonly [bucket: number, count: number])[];

/** Each bucket ends this much higher than the one before. */
const growth = 1.1;
const logGrowth = Math.log(growth);

/** @param ms at least 0; below 1 ms counts as 1 */
export function withDuration(sketch: Sketch, ms: number): Sketch {
  return mergeSketches([sketch, [[Math.ceil(Math.log(Math.max(1, ms)) / logGrowth), 1]]]);
}

export function mergeSketches(sketches: readonly Sketch[]): Sketch {
  const counts = new Map<number, number>();
  for (const [bucket, count] of sketches.flat()) counts.set(bucket, (counts.get(bucket) ?? 0) + count);
  return [...counts].toSorted(([a], [b]) => a - b);
}

/**
 * @param share of the durations that are at most the result, in (0, 1]
 * @returns milliseconds; null of an empty sketch
 */
export function quantile(sketch: Sketch, share: number): number | null {
  const total = sketch.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [bucket, count] of sketch) {
    seen += count;
    // The middle of the bucket, which ends at growth ** bucket.
    if (seen >= share * total) return Math.round((2 * growth ** bucket) / (1 + growth));
  }
  return null;
}
