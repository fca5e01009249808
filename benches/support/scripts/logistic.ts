/** Logistic regression with a ridge: Newton's method (iteratively reweighted least squares), exact and equal on every machine. */

/** One observation: indexes of its features, ascending, with their values. */
export interface Row {
  readonly at: readonly number[];
  readonly values: readonly number[];
  readonly isPositive: boolean;
  readonly weight: number;
}

export interface Fit {
  readonly intercept: number;
  readonly weights: Float64Array;
}

const mostSteps = 25;
const closeEnough = 1e-7;

/** @param ridge what a weight of 1 costs, squared and halved, beside the mean log loss of a class */
export function fitLogistic(rows: readonly Row[], size: number, ridge: number): Fit {
  // The last one is the intercept.
  const weights = new Float64Array(size + 1);
  for (let step = 0; step < mostSteps; step++) {
    const gradient = new Float64Array(size + 1);
    const hessian = Array.from({ length: size + 1 }, () => new Float64Array(size + 1));
    for (const row of rows) addRow(row, size, weights, gradient, hessian);
    for (let i = 0; i <= size; i++) {
      const own = i < size ? ridge : 1e-9;
      gradient[i] = (gradient[i] ?? 0) + own * (weights[i] ?? 0);
      const line = hessian[i];
      if (line !== undefined) line[i] = (line[i] ?? 0) + own;
    }
    const change = solve(hessian, gradient);
    let largest = 0;
    for (let i = 0; i <= size; i++) {
      const by = Math.max(-4, Math.min(4, change[i] ?? 0));
      weights[i] = (weights[i] ?? 0) - by;
      largest = Math.max(largest, Math.abs(by));
    }
    if (largest < closeEnough) break;
  }
  return { intercept: weights[size] ?? 0, weights: weights.subarray(0, size) };
}

export function scoreOf({ intercept, weights }: Fit, { at, values }: Pick<Row, 'at' | 'values'>): number {
  return at.reduce((sum, index, i) => sum + (weights[index] ?? 0) * (values[i] ?? 0), intercept);
}

/** Log loss of a class as sure as the score says. */
export function lossOf(score: number, isPositive: boolean): number {
  const margin = isPositive ? score : -score;
  return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
}

function addRow(row: Row, size: number, weights: Float64Array, gradient: Float64Array, hessian: Float64Array[]): void {
  const at = [...row.at, size];
  const values = [...row.values, 1];
  const score = at.reduce((sum, index, i) => sum + (weights[index] ?? 0) * (values[i] ?? 0), 0);
  const likely = 1 / (1 + Math.exp(-score));
  const error = row.weight * (likely - (row.isPositive ? 1 : 0));
  const curve = row.weight * likely * (1 - likely);
  at.forEach((index, i) => {
    const value = values[i] ?? 0;
    gradient[index] = (gradient[index] ?? 0) + error * value;
    const line = hessian[index];
    if (line === undefined) return;
    for (let j = 0; j <= i; j++) {
      const other = at[j] ?? 0;
      line[other] = (line[other] ?? 0) + curve * value * (values[j] ?? 0);
    }
  });
}

/** Of a symmetric positive matrix of which the lower half is given, by Cholesky. It is overwritten. */
function solve(lower: Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  const entry = (i: number, j: number): number => lower[i]?.[j] ?? 0;
  for (let i = 0; i < n; i++) {
    const line = lower[i];
    if (line === undefined) continue;
    for (let j = 0; j <= i; j++) {
      let sum = entry(i, j);
      const other = lower[j];
      for (let k = 0; k < j; k++) sum -= (line[k] ?? 0) * (other?.[k] ?? 0);
      line[j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / entry(j, j);
    }
  }
  const half = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = right[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= entry(i, k) * (half[k] ?? 0);
    half[i] = sum / entry(i, i);
  }
  const solution = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = half[i] ?? 0;
    for (let k = i + 1; k < n; k++) sum -= entry(k, i) * (solution[k] ?? 0);
    solution[i] = sum / entry(i, i);
  }
  return solution;
}
