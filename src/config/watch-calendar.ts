/** Viet Nam's public holidays, and the watch windows that they and an organisation's own events make. */
import { createRequire } from 'node:module';
import type { default as Calendar } from 'date-holidays';
import { localMs } from '../core/duty/days.ts';
import { type Holiday, type HolidayId, type WatchWindow, watchWindows } from '../core/duty/watch-windows.ts';
import type { WatchCalendar } from '../core/ports.ts';
import type { Config } from './schema.ts';

/** What the library calls them: the rules by which it computes each. */
const idOfRule: Readonly<Record<string, HolidayId>> = {
  '01-01': 'new-year',
  '1 day before vietnamese 1-0-1 P5D': 'tet',
  'vietnamese 3-0-10': 'hung-kings',
  '04-30': 'reunification',
  '05-01': 'labour',
  '09-02': 'national-day',
};

/** Nothing is loaded or computed before it is asked for the first time: the library reads every country's rules. */
export function createWatchCalendar({ schedule }: Pick<Config, 'schedule'>): WatchCalendar {
  const { watchWindows: rule, timezone: timeZone } = schedule;
  const ofYear = new Map<number, readonly WatchWindow[]>();
  let library: Calendar | null = null;

  function holidaysOf(year: number): Holiday[] {
    library ??= openLibrary();
    return library.getHolidays(year).flatMap((holiday) => {
      const id = idOfRule[holiday.rule];
      const days = Math.round((holiday.end.getTime() - holiday.start.getTime()) / 86_400_000);
      return id === undefined ? [] : [{ id, firstDay: holiday.date.slice(0, 10), days }];
    });
  }
  return (at) => {
    const year = new Date(localMs(at, timeZone)).getUTCFullYear();
    const known = ofYear.get(year);
    if (known) return known;
    const holidays = rule.holidays.length === 0 ? [] : [year - 1, year, year + 1].flatMap(holidaysOf);
    const windows = watchWindows(holidays, { ...rule, timeZone });
    ofYear.set(year, windows);
    return windows;
  };
}

function openLibrary(): Calendar {
  const Library = createRequire(import.meta.url)('date-holidays') as typeof Calendar;
  return new Library('VN');
}
