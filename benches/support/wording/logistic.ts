/**
 * Logistic regression over hashed features with an L2 penalty, solved in the dual one example after another (Yu, Huang and
 * Lin, Machine Learning 85, 2011): exact, without a step size, and the same on every machine.
 */

export interface Example {
  /** Buckets, each once. */
  readonly features: Int32Array;
  /** What every feature of this example counts. */
  readonly value: number;
  readonly isPositive: boolean;
  readonly weight: number;
}

export interface Fit {
  readonly weights: Float64Array;
  readonly bias: number;
}

const mostRounds = 60;
/** Nats that no example's score moves any more when the fit has come to rest. */
const still = 2e-3;
/** The solution of one example is sought within ± this many nats. */
const range = 40;
const halvings = 36;

/** @param ridge the penalty on squared weights against the mean loss; both sides weigh alike, so that no prior is learned */
export function fitLogistic(examples: readonly Example[], buckets: number, ridge: number): Fit {
  const totals = { true: 0, false: 0 };
  for (const { isPositive, weight } of examples) totals[`${isPositive}`] += weight;
  const boundOf = ({ isPositive, weight }: Example): number => weight / (2 * totals[`${isPositive}`] * ridge);
  const weights = new Float64Array(buckets);
  let bias = 0;
  const duals = new Float64Array(examples.length);
  const order = examples.map((_, i) => i);
  const random = createRandom();
  const move = ({ features, value }: Example, by: number): void => {
    for (const bucket of features) weights[bucket] = (weights[bucket] ?? 0) + by * value;
    bias += by;
  };
  for (let round = 0, moved = still; round < mostRounds && moved >= still; round++) {
    moved = 0;
    shuffle(order, random);
    for (const i of order) {
      const example = examples[i];
      if (example === undefined) continue;
      const { features, value, isPositive } = example;
      const sign = isPositive ? 1 : -1;
      let sum = 0;
      for (const bucket of features) sum += weights[bucket] ?? 0;
      const margin = sign * (sum * value + bias);
      const before = duals[i] ?? 0;
      const norm = features.length * value * value + 1;
      const after = solve(margin, before, norm, boundOf(example));
      duals[i] = after;
      moved = Math.max(moved, Math.abs(after - before) * norm);
      move(example, sign * (after - before));
    }
  }
  return { weights, bias };
}

/** Where margin + (z − before) · norm + ln(z / (bound − z)) is 0; it rises with z = bound · σ(u). */
function solve(margin: number, before: number, norm: number, bound: number): number {
  let [low, high] = [-range, range];
  for (let n = 0; n < halvings; n++) {
    const u = (low + high) / 2;
    const z = bound / (1 + Math.exp(-u));
    if (margin + (z - before) * norm + u > 0) high = u;
    else low = u;
  }
  return bound / (1 + Math.exp(-(low + high) / 2));
}

/** Numerical Recipes' linear congruential generator: the order of examples is drawn, and always the same. */
function createRandom(): () => number {
  let state = 20_261_130;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
}
