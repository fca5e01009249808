import { describe, expect, test } from 'vitest';
import { type Example, fitLogistic } from '../../../../benches/support/wording/logistic.ts';
import { calibrate } from '../../../../benches/support/wording/platt.ts';

const example = (features: number[], isPositive: boolean, weight = 1): Example => ({
  features: Int32Array.from(features),
  value: 1 / Math.sqrt(features.length),
  isPositive,
  weight,
});

describe('logistic regression', () => {
  test('finds the weights at which the penalised loss is least', () => {
    const ridge = 0.01;
    const examples = [example([0], true), example([0], false, 0.2), example([1], false), example([1], true, 0.3)];
    const { weights, bias } = fitLogistic(examples, 2, ridge);
    const loss = (w: readonly number[], b: number): number => {
      const totals = { true: 1.3, false: 1.2 };
      const sum = examples.reduce((all, { features, isPositive, weight }) => {
        const margin = (isPositive ? 1 : -1) * ((w[features[0] ?? 0] ?? 0) + b);
        return all + (weight / (2 * totals[`${isPositive}`])) * Math.log1p(Math.exp(-margin));
      }, 0);
      return sum + (ridge / 2) * (w.reduce((all, x) => all + x * x, 0) + b * b);
    };
    const [a = 0, c = 0] = weights;
    const least = loss([a, c], bias);
    for (const by of [-0.05, 0.05]) {
      expect(loss([a + by, c], bias)).toBeGreaterThan(least);
      expect(loss([a, c + by], bias)).toBeGreaterThan(least);
      expect(loss([a, c], bias + by)).toBeGreaterThan(least);
    }
  });
  test('learns no prior: many ordinary examples make nothing ordinary by themselves', () => {
    const many = Array.from({ length: 50 }, () => example([1], false));
    const { weights, bias } = fitLogistic([example([0], true), ...many], 4, 0.001);
    expect((weights[0] ?? 0) + bias).toBeGreaterThan(1);
    expect(Math.abs(bias)).toBeLessThan(0.5);
  });
  test('gives the same for the same', () => {
    const examples = Array.from({ length: 40 }, (_, i) => example([i % 7, 7 + (i % 5)], i % 3 === 0));
    expect(fitLogistic(examples, 16, 0.01)).toEqual(fitLogistic(examples, 16, 0.01));
  });
});

describe('calibration', () => {
  const scored = (score: number, isPositive: boolean, count: number) =>
    Array.from({ length: count }, () => ({ score, isPositive, weight: 1 }));
  test('turns scores into the log of how much likelier they are under attack', () => {
    const { slope, offset } = calibrate([
      ...scored(2, true, 900),
      ...scored(2, false, 100),
      ...scored(-2, true, 100),
      ...scored(-2, false, 900),
    ]);
    expect(2 * slope + offset).toBeCloseTo(Math.log(9), 1);
    expect(-2 * slope + offset).toBeCloseTo(-Math.log(9), 1);
  });
  test('promises less the fewer texts there are, even where they are told apart without a mistake', () => {
    const nats = (count: number): number => {
      const { slope, offset } = calibrate([...scored(3, true, count), ...scored(-3, false, count)]);
      return 3 * slope + offset;
    };
    expect(nats(10)).toBeLessThan(Math.log(12));
    expect(nats(1_000)).toBeGreaterThan(nats(10));
  });
});
