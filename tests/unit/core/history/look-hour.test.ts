import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyHour, hourMs, missedByHour, slotLevels, withLook } from '../../../../src/core/history/look-hour.ts';
import { mergeSketches, quantile, type Sketch, withDuration } from '../../../../src/core/history/sketch.ts';

const look = { at: 0, level: 'clean', kind: null, latenessMs: 0, responseMs: null } as const;
const minute = 60_000;

test('looks are counted by level and kind, with the worst of every five minutes', () => {
  const hour = [
    look,
    { ...look, at: 2 * minute, level: 'alarm', kind: 'defacement', latenessMs: 900 } as const,
    { ...look, at: 4 * minute },
    { ...look, at: 59 * minute, level: 'unknown', kind: 'unavailable', latenessMs: 100 } as const,
  ].reduce(withLook, emptyHour);
  expect(hour).toMatchObject({ looks: 4, totalLatenessMs: 1_000, worstLatenessMs: 900, slots: 'a..........u' });
  expect(hour.results).toEqual([
    { level: 'alarm', kind: 'defacement', looks: 1 },
    { level: 'clean', kind: null, looks: 2 },
    { level: 'unknown', kind: 'unavailable', looks: 1 },
  ]);
  expect(slotLevels(hour.slots)).toEqual([
    { index: 0, level: 'alarm' },
    { index: 11, level: 'unknown' },
  ]);
});

test('a look that is late by several intervals leaves the missed ones in the hours they were due in', () => {
  const dueAt = 10 * hourMs + 50 * minute;
  expect(missedByHour(dueAt, dueAt + 4 * minute, 5 * minute)).toEqual([]);
  expect(missedByHour(dueAt, dueAt + 21 * minute, 5 * minute)).toEqual([
    { hourAt: 10 * hourMs, missed: 2 },
    { hourAt: 11 * hourMs, missed: 2 },
  ]);
});

test('the missed looks of a monitor that was off for a year are a week of rows at most', () => {
  expect(missedByHour(0, 365 * 24 * hourMs, 5 * minute).length).toBeLessThanOrEqual(7 * 24 + 1);
});

test('a quantile of merged hours is that of all their durations, at most 5 % off', () => {
  const durations = fc.array(fc.integer({ min: 1, max: 180_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(fc.array(durations, { minLength: 1, maxLength: 4 }), fc.constantFrom(0.5, 0.9, 1), (hours, share) => {
      const sketches = hours.map((all) => all.reduce<Sketch>(withDuration, []));
      const sorted = hours.flat().toSorted((a, b) => a - b);
      const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
      const found = quantile(mergeSketches(sketches), share) ?? 0;
      expect(Math.abs(found - exact)).toBeLessThanOrEqual(0.05 * exact + 1);
    }),
  );
});

test('without a duration there is no quantile', () => {
  expect(quantile([], 0.5)).toBeNull();
});
