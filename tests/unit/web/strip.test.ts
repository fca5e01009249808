import { expect, test } from 'vitest';
import { mergeStrips, spanUntil, stripOf } from '../../../src/web/strip.ts';

const minute = 60_000;
const now = 100 * minute;
/** Ten slices of ten minutes, the last one ends now. */
const span = { from: 0, to: now, sliceMs: 10 * minute };
const target = { everyMs: 5 * minute, since: -1_000 * minute, now };

test('a slice without a look is a gap, never the colour of the look before it', () => {
  const strip = stripOf([{ slice: 0, level: 'clean' }], span, target);
  expect(strip).toEqual(['clean', 'clean', ...Array(8).fill('gap')]);
});

test('a slow schedule leaves no gaps between its looks', () => {
  const seen = [0, 3, 6, 9].map((slice) => ({ slice, level: 'clean' as const }));
  expect(stripOf(seen, span, { ...target, everyMs: 30 * minute })).toEqual(Array(10).fill('clean'));
});

test('what was before registration is neither good nor a gap', () => {
  const strip = stripOf([{ slice: 8, level: 'alarm' }], span, { ...target, since: 80 * minute });
  expect(strip).toEqual([...Array(8).fill('none'), 'alarm', 'alarm']);
});

test('a target that was never looked at since registration is a gap all along but for its first looks', () => {
  expect(stripOf([], span, target).slice(1)).toEqual(Array(9).fill('gap'));
});

test('a site is in each slice as bad as its worst target, and unseen when one of them is', () => {
  const merged = mergeStrips(
    [
      ['clean', 'clean', 'clean', 'clean', 'none'],
      ['clean', 'alarm', 'unknown', 'gap', 'none'],
    ],
    5,
  );
  expect(merged).toEqual(['clean', 'alarm', 'unknown', 'gap', 'none']);
});

test('the last slice is the one in which now lies', () => {
  const { from, to, sliceMs } = spanUntil(12_345_678, 86_400_000, 48);
  expect(sliceMs).toBe(1_800_000);
  expect((to - from) / sliceMs).toBe(48);
  expect(12_345_678).toBeGreaterThanOrEqual(to - sliceMs);
  expect(12_345_678).toBeLessThan(to);
});
