import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { dayMs, dayNumber, dayOf, dayStarts, isWeekend, latestAt, momentOf } from '../../../../src/core/duty/days.ts';

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

test('days begin at midnight of the zone, also around a change of its clock', () => {
  const first = dayNumber('2026-03-27');
  // Berlin's clock goes forward on 29 March: that day has 23 hours.
  const berlin = dayStarts(first, 4, 'Europe/Berlin').map((at) => new Date(at).toISOString());
  expect(berlin).toEqual([
    '2026-03-26T23:00:00.000Z',
    '2026-03-27T23:00:00.000Z',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
    '2026-03-30T22:00:00.000Z',
  ]);
  const hanoi = dayStarts(first, 366, 'Asia/Ho_Chi_Minh');
  expect(hanoi).toHaveLength(367);
  expect(new Date(hanoi.at(-1) ?? 0).toISOString()).toBe('2027-03-27T17:00:00.000Z');
});
