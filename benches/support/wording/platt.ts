/**
 * Scores → nats: Platt's scaling (Advances in Large Margin Classifiers, 1999) with his targets, which are less certain
 * the fewer independent texts there are. Both sides weigh alike, so that the log odds are a log likelihood ratio.
 */
import type { Calibration } from '../../../src/core/wording/wording-model.ts';

export interface Scored {
  readonly score: number;
  readonly isPositive: boolean;
  readonly weight: number;
}

const rounds = 100;
/** On the squared slope, against a solution that runs away. */
const ridge = 1e-4;

export function calibrate(scored: readonly Scored[]): Calibration {
  const total = (isPositive: boolean): number =>
    scored.reduce((sum, one) => sum + (one.isPositive === isPositive ? one.weight : 0), 0);
  const totals = { true: total(true), false: total(false) };
  const targets = { true: (totals.true + 1) / (totals.true + 2), false: 1 / (totals.false + 2) };
  let [slope, offset] = [1, 0];
  for (let round = 0; round < rounds; round++) {
    let [g0, g1, h00, h01, h11] = [ridge * slope, 0, ridge, 0, ridge];
    for (const { score, isPositive, weight } of scored) {
      const share = weight / (2 * totals[`${isPositive}`]);
      const p = 1 / (1 + Math.exp(-(slope * score + offset)));
      const error = share * (p - targets[`${isPositive}`]);
      const bend = share * p * (1 - p);
      g0 += error * score;
      g1 += error;
      h00 += bend * score * score;
      h01 += bend * score;
      h11 += bend;
    }
    const det = h00 * h11 - h01 * h01;
    const step = [(g0 * h11 - g1 * h01) / det, (g1 * h00 - g0 * h01) / det] as const;
    const shorter = Math.min(1, 1 / Math.max(Math.abs(step[0]), Math.abs(step[1]), 1e-12));
    slope = Math.max(0.05, slope - shorter * step[0]);
    offset -= shorter * step[1];
  }
  return { slope: rounded(slope), offset: rounded(offset) };
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
