import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, dayNumber, dayOf, isWeekend, momentOf } from '../../../../src/core/duty/days.ts';

const day = fc.integer({ min: -200_000, max: 200_000 });

describe('days', () => {
  it('are numbered as the calendar goes', () => {
    fc.assert(
      fc.property(day, (number) => {
        const date = new Date(number * dayMs);
        fc.pre(date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9_999);
        expect(dayNumber(date.toISOString().slice(0, 10))).toBe(number);
        expect(isWeekend(number)).toBe([0, 6].includes(date.getUTCDay()));
      }),
    );
  });

  it.each(['Asia/Ho_Chi_Minh', 'UTC', 'America/New_York'])('begin at midnight in %s', (timeZone) => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 40_000 }), (number) => {
        const midnight = momentOf(number, 0, timeZone);
        expect(dayOf(midnight, timeZone)).toBe(number);
        expect(dayOf(midnight - 1_000, timeZone)).toBe(number - 1);
      }),
    );
  });
});
