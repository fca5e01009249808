import { describe, expect, test } from 'vitest';
import {
  type Habit,
  type HabitPrior,
  type Habits,
  habitTail,
  type Lesson,
  learnHabits,
  mostRelief,
  priorTail,
  reliefOf,
  walkedAmount,
} from '../../../../src/core/learned/habit.ts';

const prior: HabitPrior = { share: 0.2, scale: 10, tail: 2, weight: 4, mean: 1 };
const brought = (...amounts: number[]): Habit => ({ brought: amounts, accepted: [], walked: 0 });
const learn = (amounts: readonly number[], lesson: Lesson = 'clean', before: Habits = {}): Habit =>
  amounts.reduce((habits, shapes) => learnHabits(habits, { shapes }, lesson), before).shapes ?? brought();
/** Deterministic amounts, mostly nothing and now and then much. */
const draw = (seed: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => {
    const at = Math.abs(Math.sin(seed * 997 + i * 61) * 1_000) % 1;
    return at < 0.6 ? 0 : Math.round(at ** 8 * 200);
  });
const seeds = Array.from({ length: 40 }, (_, i) => i + 1);

describe('how likely an amount is', () => {
  test('of all pages: a share brings something, and ever fewer bring more', () => {
    expect(priorTail(prior, 0)).toBe(1);
    expect(priorTail(prior, 1)).toBe(0.2);
    expect(priorTail(prior, 11)).toBeCloseTo(0.05);
  });
  test('it is a probability that never rises with the amount', () => {
    for (const seed of seeds) {
      const tails = Array.from({ length: 300 }, (_, amount) => habitTail(prior, brought(...draw(seed, 20)), amount));
      expect(tails.every((tail, i) => tail > 0 && tail <= (tails[i - 1] ?? 1))).toBe(true);
    }
  });
  test('without a habit it is as of all pages', () => {
    for (const amount of [0, 1, 20, 500]) expect(habitTail(prior, undefined, amount)).toBe(priorTail(prior, amount));
  });
  test('a look that brought as much makes it likelier, one that brought nothing less', () => {
    for (const seed of seeds) {
      const own = draw(seed, 12);
      const tail = habitTail(prior, brought(...own), 25);
      expect(habitTail(prior, brought(...own, 40), 25)).toBeGreaterThanOrEqual(tail);
      expect(habitTail(prior, brought(...own, 0), 25)).toBeLessThan(tail);
    }
  });
  test('the order of the looks says nothing', () => {
    for (const seed of seeds) {
      const own = draw(seed, 30);
      const sorted = own.toSorted((a, b) => a - b);
      expect(habitTail(prior, learn(own), 30)).toBeCloseTo(habitTail(prior, learn(sorted), 30), 10);
    }
  });
});

describe('relief', () => {
  test('is never less than nothing nor more than three nats', () => {
    for (const seed of seeds)
      for (const amount of [0, 1, 7, 60, 10_000]) {
        const relief = reliefOf(prior, learn(draw(seed, 30)), amount, 5.2);
        expect(relief).toBeGreaterThanOrEqual(0);
        expect(relief).toBeLessThanOrEqual(mostRelief);
      }
    expect(reliefOf(prior, brought(...Array<number>(30).fill(400)), 400, 5.2)).toBe(mostRelief);
  });
  test('more of the habit never means less relief', () => {
    const reliefs = [0, 1, 2, 4, 8].map((times) => reliefOf(prior, brought(...Array<number>(times).fill(50)), 50, 5.2));
    expect(reliefs).toEqual(reliefs.toSorted((a, b) => a - b));
    expect(reliefs[0]).toBe(0);
  });
  test('nothing is taken off what is surprising on this page too', () => {
    expect(reliefOf(prior, brought(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4), 4, 1)).toBe(0);
  });
  test('much more than ever is as surprising as ever', () => {
    expect(reliefOf(prior, brought(5, 6, 5, 4), 100, 5.2)).toBeLessThan(0.5);
  });
  test('one accepted look makes the next one like it quiet, among thirty that brought nothing', () => {
    const still = learnHabits({}, {}, 'clean');
    const habit = learn([80], 'accepted', { ...still, shapes: learn(Array<number>(30).fill(0)) });
    expect(reliefOf(prior, habit, 80, 4)).toBeGreaterThan(1);
  });
});

describe('small steps', () => {
  test('ten of them are as much as a large one', () => {
    const walked = learn(Array<number>(9).fill(10), 'clean', { shapes: learn([0, 0, 0, 0], 'approved') });
    const amount = walkedAmount(prior, walked, 10);
    expect(amount).toBeGreaterThan(80);
    expect(amount).toBeLessThanOrEqual(100);
    // Nor is the sum usual because its steps are.
    expect(reliefOf(prior, walked, amount, 5.2)).toBeLessThan(1);
  });
  test('what people approved is no step any more', () => {
    const walked = learn(Array<number>(9).fill(10), 'clean', { shapes: learn([0, 0], 'approved') });
    const approved = learnHabits({ shapes: walked }, { shapes: 0 }, 'approved').shapes;
    expect(walkedAmount(prior, approved, 10)).toBe(10);
  });
  test('a page that has always brought ten brings ten', () => {
    const habit = learn(Array<number>(9).fill(10), 'clean', { shapes: learn(Array<number>(8).fill(10), 'approved') });
    expect(walkedAmount(prior, habit, 10)).toBe(10);
  });
  test('it is never less than what this look brings', () => {
    for (const seed of seeds)
      for (const amount of [0, 3, 90])
        expect(walkedAmount(prior, learn(draw(seed, 30)), amount)).toBeGreaterThanOrEqual(amount);
  });
});

test('only the newest looks are kept', () => {
  const habit = learn(draw(3, 200));
  expect(habit.brought).toHaveLength(30);
  expect(habit.walked).toBe(30);
  expect(learn(draw(3, 20), 'accepted').accepted).toHaveLength(8);
});
