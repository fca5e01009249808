/** Viet Nam's public holidays, and the watch windows that they and an organisation's own events make. */
import { localMs } from '../core/duty/days.ts';
import { type WatchWindow, watchWindows } from '../core/duty/watch-windows.ts';
import type { WatchCalendar } from '../core/ports.ts';
import { readHolidays } from './holidays.ts';
import type { Config } from './schema.ts';

/** A year is computed when it is asked for the first time, which takes some tenths of a second. */
export function createWatchCalendar({ schedule }: Pick<Config, 'schedule'>): WatchCalendar {
  const { watchWindows: rule, timezone: timeZone } = schedule;
  const ofYear = new Map<number, readonly WatchWindow[]>();
  return (at) => {
    const year = new Date(localMs(at, timeZone)).getUTCFullYear();
    const known = ofYear.get(year);
    if (known) return known;
    const holidays = rule.holidays.length === 0 ? [] : readHolidays([year - 1, year, year + 1]);
    const windows = watchWindows(holidays, { ...rule, timeZone });
    ofYear.set(year, windows);
    return windows;
  };
}
