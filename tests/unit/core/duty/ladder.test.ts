import { expect, it } from 'vitest';
import { stepsDue } from '../../../../src/core/duty/ladder.ts';

const minute = 60_000;
const ladder = [
  { afterMs: 15 * minute, to: 'second-officer' },
  { afterMs: 30 * minute, to: 'agency-head' },
  { afterMs: 60 * minute, to: 'national-contacts' },
] as const;

it.each([
  [14, [], []],
  [15, [], [0]],
  [29, [0], []],
  [30, [0], [1]],
  [500, [0], [1, 2]],
  [500, [0, 1, 2], []],
])('after %i minutes with %j taken, %j are due', (minutes, taken, due) => {
  expect(stepsDue(ladder, 1_000, taken, 1_000 + minutes * minute)).toEqual(due);
});
