/** Before which day a report has to be there. */
import { expect, test } from 'vitest';
import { configSchema } from '../../../../src/config/schema/schema.ts';
import { dueDayOf } from '../../../../src/core/reports/due-date.ts';
import { latestClosed, type Preset, utcDate } from '../../../../src/core/reports/spans.ts';

const timeZone = 'Asia/Ho_Chi_Minh';

function dueAfter(preset: Preset, at: string, reports: object = {}): string | null {
  const { closingDays, dueDates } = configSchema.parse({ reports }).reports;
  const day = dueDayOf(latestClosed(preset, Date.parse(at), closingDays, timeZone), dueDates, timeZone);
  if (day === null) return null;
  const { year, month, date } = utcDate(day);
  return `${date}/${month}/${year}`;
}

test('the half-year of June and the year have theirs; what closes at another time has none', () => {
  expect(dueAfter('half-year', '2026-06-15T00:00:00Z')).toBe('20/6/2026');
  expect(dueAfter('half-year', '2026-12-20T00:00:00Z')).toBe(null);
  expect(dueAfter('year', '2026-12-11T00:00:00Z')).toBe('15/12/2026');
  expect(dueAfter('month', '2026-12-20T00:00:00Z')).toBe(null);
});

test('days of an own rule count, over the turn of the year too', () => {
  const own = { closingDays: { year: 'last' }, dueDates: { year: ['10/01'], quarter: ['20/03', '20/06'] } };
  expect(dueAfter('year', '2027-01-02T00:00:00Z', own)).toBe('10/1/2027');
  expect(dueAfter('quarter', '2026-06-16T00:00:00Z', own)).toBe('20/6/2026');
  expect(() => configSchema.parse({ reports: { dueDates: { year: ['31/02'] } } })).toThrow();
});
