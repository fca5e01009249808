import { describe, expect, test } from 'vitest';
import { dayMs, dayNumber } from '../../../../src/core/duty/days.ts';
import {
  bucketsOf,
  customSpan,
  latestClosed,
  latestWindow,
  spanBefore,
  utcDate,
} from '../../../../src/core/reports/spans.ts';

const zone = 'Asia/Ho_Chi_Minh';
const closing = { month: 14, quarter: 14, 'half-year': 14, year: 10 };
const at = (text: string) => Date.parse(text);
/** Midnight of that day in Viet Nam. */
const midnight = (day: string) => at(`${day}T00:00:00+07:00`);

describe('a period closes on its day, at the midnight of its zone', () => {
  test.each([
    ['month', '2026-06-15', '2026-05-15', '2026-06-15', 'tháng 6 năm 2026'],
    ['quarter', '2026-06-15', '2026-03-15', '2026-06-15', 'quý II năm 2026'],
    ['half-year', '2026-06-15', '2025-12-15', '2026-06-15', '6 tháng đầu năm 2026'],
    ['half-year', '2026-12-15', '2026-06-15', '2026-12-15', '6 tháng cuối năm 2026'],
    ['year', '2026-12-11', '2025-12-11', '2026-12-11', 'năm 2026'],
  ] as const)('%s over at %s', (preset, over, from, to, name) => {
    const span = latestClosed(preset, midnight(over), closing, zone);
    expect([span.from, span.to, span.name.vi]).toEqual([midnight(from), midnight(to), name]);
    expect(latestClosed(preset, midnight(over) - 1, closing, zone).to).toBeLessThan(span.to);
  });
});

test('calendar months close on their last day, of whatever length', () => {
  const months = { month: 31, quarter: 31, 'half-year': 31, year: 31 };
  const span = latestClosed('month', midnight('2028-03-01'), months, zone);
  expect([span.from, span.to]).toEqual([midnight('2028-02-01'), midnight('2028-03-01')]);
  expect(latestClosed('year', midnight('2028-01-01'), months, zone)).toMatchObject({
    from: midnight('2027-01-01'),
    to: midnight('2028-01-01'),
  });
});

test('the period before ends where this one begins', () => {
  const quarter = latestClosed('quarter', midnight('2026-06-20'), closing, zone);
  expect(spanBefore(quarter, closing, zone)).toMatchObject({
    from: midnight('2025-12-15'),
    to: midnight('2026-03-15'),
  });
  const custom = customSpan(dayNumber('2026-03-01'), dayNumber('2026-03-10'), zone);
  expect(spanBefore(custom, closing, zone)).toMatchObject({ from: midnight('2026-02-19'), to: midnight('2026-03-01') });
});

test('the newest window that is over', () => {
  const window = (from: string, to: string) => ({
    from: midnight(from),
    to: midnight(to),
    names: [{ vi: from, en: from }],
  });
  const windows = [window('2026-02-10', '2026-02-23'), window('2026-04-29', '2026-05-04')];
  expect(latestWindow(windows, midnight('2026-05-03'))?.to).toBe(midnight('2026-02-23'));
  expect(latestWindow(windows, midnight('2026-05-04'))?.name.vi).toBe('đợt cao điểm 2026-04-29');
  expect(latestWindow(windows, midnight('2026-01-01'))).toBeNull();
});

test.each([
  ['2026-11-01', '2026-11-30', 30],
  ['2026-03-15', '2026-06-14', 14],
  ['2025-12-11', '2026-12-10', 12],
])('parts of %s to %s adjoin and cover it', (first, last, count) => {
  const span = customSpan(dayNumber(first), dayNumber(last), zone);
  const buckets = bucketsOf(span, zone);
  expect(buckets).toHaveLength(count);
  expect(buckets[0]?.from).toBe(span.from);
  expect(buckets.at(-1)?.to).toBe(span.to);
  for (const [index, bucket] of buckets.entries()) expect(buckets[index + 1]?.from ?? span.to).toBe(bucket.to);
});

test('dates of all days of four centuries, as the platform has them', () => {
  for (let day = -40_000; day < 110_000; day += 97) {
    const date = new Date(day * dayMs);
    expect(utcDate(day)).toEqual({
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      date: date.getUTCDate(),
    });
  }
});
