import { expect, test } from 'vitest';
import { gapsBetween, leastGapMs } from '../../../../src/core/reports/gaps.ts';

const hour = 3_600_000;
const seen = (...hours: number[]) => hours.map((at) => ({ from: at * hour, to: (at + 1) * hour }));
const watched = (from: number, to: number) => ({ from: from * hour, to: to * hour });
const hoursOf = (gaps: readonly { from: number; to: number }[]) => gaps.map(({ from, to }) => [from / hour, to / hour]);

test('two hours without a look are a gap, one is not', () => {
  expect(hoursOf(gapsBetween(seen(0, 1, 3, 6), watched(0, 7), 2 * hour))).toEqual([[4, 6]]);
});

test('a gap at the beginning, at the end, and all of it', () => {
  expect(hoursOf(gapsBetween(seen(5), watched(0, 10), 2 * hour))).toEqual([
    [0, 5],
    [6, 10],
  ]);
  expect(hoursOf(gapsBetween([], watched(3, 30), 2 * hour))).toEqual([[3, 30]]);
});

test('the hour in which watching began and the current one may still wait for their look', () => {
  expect(hoursOf(gapsBetween(seen(3), watched(0.5, 5.9), 2 * hour))).toEqual([[1, 3]]);
  expect(gapsBetween([], watched(4, 4), 2 * hour)).toEqual([]);
});

test('whole days count as looked at', () => {
  const days = [{ from: 0, to: 24 * hour }, ...seen(30)];
  expect(hoursOf(gapsBetween(days, watched(0, 31), 2 * hour))).toEqual([[24, 30]]);
});

test('looks every six hours leave no gap before two were missed', () => {
  expect(leastGapMs(300_000)).toBe(2 * hour);
  expect(leastGapMs(6 * hour)).toBe(12 * hour);
});
