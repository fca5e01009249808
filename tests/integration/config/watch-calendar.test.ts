/** The library's holidays as watch windows, at the midnights of Hà Nội. */
import { expect, it } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { windowAt } from '../../../src/core/duty/watch-windows.ts';
import { testCalendar } from '../../support/read-once.ts';

const calendarOf = (watchWindows: object = {}) =>
  testCalendar({ schedule: configSchema.parse({ schedule: { watchWindows } }).schedule });
const hanoi = (text: string) => Date.parse(`${text}+07:00`);
const second = 1_000;

/** First and last second of the window around a moment, as the clocks of Hà Nội show them. */
function windowAround(at: string, watchWindows: object = {}) {
  const window = windowAt(calendarOf(watchWindows)(hanoi(at)), hanoi(at));
  const shown = (ms: number) => new Date(ms + 7 * 3_600_000).toISOString().slice(0, 19);
  return window && [shown(window.from), shown(window.to - second), ...window.names.map(({ vi }) => vi)];
}

it('watches over Tết 2027: one day before the rest that begins on the eve, through the days given for the weekend', () => {
  expect(windowAround('2027-02-06T12:00:00')).toEqual(['2027-02-04T00:00:00', '2027-02-11T23:59:59', 'Tết Nguyên đán']);
});

it('begins and ends at midnight in Hà Nội', () => {
  const calendar = calendarOf();
  const isOn = (at: string) => windowAt(calendar(hanoi(at)), hanoi(at)) !== null;
  expect(isOn('2027-02-03T23:59:59')).toBe(false);
  expect(isOn('2027-02-04T00:00:00')).toBe(true);
  expect(isOn('2027-02-11T23:59:59')).toBe(true);
  expect(isOn('2027-02-12T00:00:00')).toBe(false);
});

it('gives National Day its second day where the rest is longer: 2 to 5 September 2027, a Thursday to a Sunday', () => {
  expect(windowAround('2027-09-02T08:00:00', { leadInDays: 0 })).toEqual([
    '2027-09-02T00:00:00',
    '2027-09-05T23:59:59',
    'Quốc khánh 2/9',
  ]);
  expect(windowAround('2027-09-01T00:00:00')?.[0]).toBe('2027-09-01T00:00:00');
  // As they were announced: 2025 from Saturday 30 August to Tuesday, 2022 from Thursday 1 to Sunday 4 September.
  expect(windowAround('2025-09-02T08:00:00', { leadInDays: 0 })?.slice(0, 2)).toEqual([
    '2025-08-30T00:00:00',
    '2025-09-02T23:59:59',
  ]);
  expect(windowAround('2022-09-02T08:00:00', { leadInDays: 0 })?.slice(0, 2)).toEqual([
    '2022-09-01T00:00:00',
    '2022-09-04T23:59:59',
  ]);
});

it('joins 30 April and 1 May, with the Monday given for the Saturday', () => {
  expect(windowAround('2027-05-01T08:00:00', { leadInDays: 0 })).toEqual([
    '2027-04-30T00:00:00',
    '2027-05-03T23:59:59',
    'Ngày Chiến thắng 30/4',
    'Ngày Quốc tế lao động 1/5',
  ]);
});

it('reaches over New Year from either side', () => {
  expect(windowAround('2026-12-31T23:00:00')?.at(-1)).toBe('Tết Dương lịch');
  expect(windowAround('2026-12-31T23:00:00')).toEqual(windowAround('2027-01-01T01:00:00'));
});

it('watches over Culture Day as a day of work: itself and the day before, and nothing where it is switched off', () => {
  // A Wednesday, and a Tuesday.
  expect(windowAround('2027-11-24T08:00:00')).toEqual([
    '2027-11-23T00:00:00',
    '2027-11-24T23:59:59',
    'Ngày Văn hóa Việt Nam 24/11',
  ]);
  expect(windowAround('2026-11-24T08:00:00', { leadInDays: 0 })?.slice(0, 2)).toEqual([
    '2026-11-24T00:00:00',
    '2026-11-24T23:59:59',
  ]);
  expect(windowAround('2025-11-24T08:00:00')).toBe(null);
  expect(windowAround('2027-11-24T08:00:00', { holidays: ['tet', 'national-day'] })).toBe(null);
});

it('takes only the holidays that are named, and own events to the end of their last day', () => {
  const own = { holidays: ['tet'], events: [{ name: 'Bầu cử Quốc hội', from: '2027-09-01', to: '2027-09-01' }] };
  expect(windowAround('2027-04-30T08:00:00', own)).toBe(null);
  expect(windowAround('2027-09-01T23:59:59', own)).toEqual([
    '2027-09-01T00:00:00',
    '2027-09-01T23:59:59',
    'Bầu cử Quốc hội',
  ]);
  expect(windowAround('2027-09-02T00:00:00', own)).toBe(null);
});

it('refuses an event that ends before it begins, a holiday that it does not know, and shifts out of order', () => {
  const mistakesOf = (config: object) => configSchema.safeParse(config).error?.issues.map(({ path }) => path.join('.'));
  const event = { name: 'Đại hội', from: '2027-10-15', to: '2027-10-12' };
  expect(mistakesOf({ schedule: { watchWindows: { events: [event] } } })).toEqual([
    'schedule.watchWindows.events.0.to',
  ]);
  expect(mistakesOf({ schedule: { watchWindows: { holidays: ['christmas'] } } })).toHaveLength(1);
  expect(mistakesOf({ duty: { shifts: ['19:00', '07:00'] } })).toEqual(['duty.shifts']);
  expect(mistakesOf({ duty: { startsOn: '2027-02-30' } })).toEqual(['duty.startsOn']);
});
