import { expect, test } from 'vitest';
import { emptyTally } from '../../../../../src/core/learned/tally.ts';
import { learnValues, newValues } from '../../../../../src/core/learned/values/known-values.ts';

const at = (slot: string, ...values: string[]) => values.map((value) => ({ slot, value }));
const learned = (...looks: ReturnType<typeof at>[]) =>
  looks.reduce(
    (tally, shown, i) => learnValues(tally, shown, i + 1, 100, () => true),
    emptyTally as ReturnType<typeof learnValues>,
  );

test('another value in a steady slot names the one that it replaces', () => {
  const tally = learned(at('a', 'x'), at('a', 'x'));
  expect(newValues(tally, 2, at('a', 'y'))).toEqual([{ slot: 'a', value: 'y', before: 'x', isNewSlot: false }]);
  expect(newValues(tally, 2, at('a', 'x', 'y'))).toMatchObject([{ value: 'y', before: null }]);
});
test('a slot of many values has none to replace; a known value that moves is not new', () => {
  const tally = learned(at('a', 'x', 'z'), at('a', 'x', 'z'));
  expect(newValues(tally, 2, at('a', 'y'))).toMatchObject([{ value: 'y', before: null }]);
  expect(newValues(tally, 2, at('b', 'x'))).toEqual([]);
});
test('what is not admitted stays unknown', () => {
  const tally = learnValues(learned(at('a', 'x'), at('a', 'x')), at('a', 'y'), 3, 100, () => false);
  expect(newValues(tally, 3, at('a', 'y'))).toMatchObject([{ value: 'y' }]);
});
