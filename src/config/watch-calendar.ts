/** Watch windows from Viet Nam's public holidays and the organisation's own events. */
import { dayMs, localMs } from '../core/duty/days.ts';
import { type Holiday, type WatchWindow, watchWindows } from '../core/duty/watch-windows.ts';
import type { WatchCalendar } from '../core/ports.ts';
import { readHolidays } from './holidays.ts';
import type { Config } from './schema/schema.ts';

/**
 * Computes a year on first use, which takes a few tenths of a second.
 * @param holidaysOf returns the public holidays of the given years
 */
export function createWatchCalendar(config: Pick<Config, 'schedule'>, holidaysOf = readHolidays): WatchCalendar {
  const holidaysAround = new Map<number, readonly Holiday[]>();
  let ofYear = new Map<number, readonly WatchWindow[]>();
  let rule = config.schedule.watchWindows;
  return (at) => {
    const { watchWindows: current, timezone: timeZone } = config.schedule;
    // The organisation's own events can change at the dashboard.
    if (current !== rule) ofYear = new Map();
    rule = current;
    const year = localYear(at, timeZone);
    const known = ofYear.get(year);
    if (known) return known;
    const holidays =
      rule.holidays.length === 0 ? [] : (holidaysAround.get(year) ?? holidaysOf([year - 1, year, year + 1]));
    holidaysAround.set(year, holidays);
    const windows = watchWindows(holidays, { ...rule, timeZone });
    ofYear.set(year, windows);
    return windows;
  };
}

/** Called at every look, and time zone arithmetic is slow: it is only needed within a day of New Year in UTC. */
function localYear(at: number, timeZone: string): number {
  const [before, after] = [at - dayMs, at + dayMs].map((ms) => new Date(ms).getUTCFullYear());
  return before !== undefined && before === after ? before : new Date(localMs(at, timeZone)).getUTCFullYear();
}
