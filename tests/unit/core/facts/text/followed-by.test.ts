import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isFollowedBy } from '../../../../../src/core/facts/text/followed-by.ts';

const found = (text: string, gap: number, isOneLine: boolean) => isFollowedBy(text, /ab/g, /cd/g, gap, isOneLine);

test('within the gap, and on one line where that is asked', () => {
  expect([found('ab..cd', 2, true), found('ab...cd', 2, true)]).toEqual([true, false]);
  expect([found('ab\ncd', 2, true), found('ab\ncd', 2, false)]).toEqual([false, true]);
  expect([found('cdab', 9, true), found('ab.ab.cd', 1, true)]).toEqual([false, true]);
});

test('it finds what a pattern with a gap finds', () => {
  const text = fc.string({ unit: fc.constantFrom('ab', 'cd', 'a', '\n', '.'), maxLength: 12 });
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 4 }), fc.boolean(), (from, gap, isOneLine) => {
      const pattern = new RegExp(`ab.{0,${gap}}cd`, isOneLine ? '' : 's');
      expect(found(from, gap, isOneLine)).toBe(pattern.test(from));
    }),
  );
});
