import { expect, test } from 'vitest';
import { coverageOf, meanCoverage, totalCoverage } from '../../../../src/core/history/coverage.ts';

const hour = 3_600_000;
const minute = 60_000;
const hours = (count: number, from = 0, length = 1) =>
  Array.from({ length: count }, (_, index) => ({
    from: from + index * length * hour,
    to: from + (index + 1) * length * hour,
  }));
const target = { everyMs: 5 * minute, since: -50 * hour, now: 100 * hour };

test('an hour without a look is 0, one with half of its looks is a half', () => {
  const looks = [
    { cell: 0, shares: 1 },
    { cell: 2, shares: 0.5 },
  ];
  expect(coverageOf(looks, hours(3), target)).toEqual([1, 0, 0.5]);
});

test('a day is the mean of its hours', () => {
  expect(coverageOf([{ cell: 0, shares: 18 }], hours(1, 0, 24), target)).toEqual([0.75]);
});

test('nothing is expected before it was watched, nor after now', () => {
  const watched = { ...target, since: 90 * minute, now: 4 * hour + minute };
  // Watched from half past one: the first whole hour begins at two; the hour of now is not over.
  expect(coverageOf([{ cell: 2, shares: 1 }], hours(6), watched)).toEqual([null, null, 1, 0, null, null]);
});

test('what was seen in an hour that was not due in full is covered', () => {
  const watched = { ...target, since: 90 * minute, now: 3 * hour + minute };
  expect(coverageOf([{ cell: 1, shares: 1 }], hours(4), watched)).toEqual([null, 1, 0, null]);
});

test('a look every six hours covers the hours until the next two are overdue', () => {
  const slow = { ...target, everyMs: 6 * hour };
  const covered = coverageOf([{ cell: 0, shares: 1 }], hours(15), slow);
  expect(covered).toEqual([...Array(13).fill(1), 0, 0]);
  expect(coverageOf([{ cell: 0, shares: 3 }], hours(1, 0, 24), slow)).toEqual([0.75]);
});

test('one look a day covers its day', () => {
  expect(coverageOf([{ cell: 0, shares: 1 }], hours(1, 0, 24), { ...target, everyMs: 24 * hour })).toEqual([1]);
});

test('a site is the mean of the pages that were due', () => {
  const merged = meanCoverage(
    [
      [1, 0, null, null],
      [0.5, null, null, 1],
    ],
    4,
  );
  expect(merged).toEqual([0.75, 0, null, 1]);
  expect(totalCoverage(merged)).toBeCloseTo(1.75 / 3);
  expect(totalCoverage([null, null])).toBeNull();
});
