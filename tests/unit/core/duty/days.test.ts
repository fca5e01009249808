import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, dayNumber, dayOf, isWeekend, latestAt, momentOf } from '../../../../src/core/duty/days.ts';

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

  it.each([
    ['2026-12-01T07:29:59', '2026-11-30T07:30:00'],
    ['2026-12-01T07:30:00', '2026-12-01T07:30:00'],
    ['2026-12-01T23:59:00', '2026-12-01T07:30:00'],
    ['2027-01-01T00:10:00', '2026-12-31T07:30:00'],
  ])('at %s it was last half past seven at %s', (at, expected) => {
    const hanoi = (text: string) => Date.parse(`${text}+07:00`);
    expect(latestAt('07:30', hanoi(at), 'Asia/Ho_Chi_Minh')).toBe(hanoi(expected));
  });
});
