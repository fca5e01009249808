/** Viet Nam's public holidays, as computed by the library, and Culture Day, which it does not know. */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { default as Calendar } from 'date-holidays';
import type { Holiday, HolidayId } from '../core/duty/watch-windows.ts';

/** Our ids, by the library's rule for each holiday. */
const idOfRule: Readonly<Record<string, HolidayId>> = {
  '01-01': 'new-year',
  '1 day before vietnamese 1-0-1 P5D': 'tet',
  'vietnamese 3-0-10': 'hung-kings',
  '04-30': 'reunification',
  '05-01': 'labour',
  '09-02': 'national-day',
};

const processMs = 30_000;

/**
 * Like `computeHolidays`, but in a short-lived process: the library loads the rules of all countries and lunar tables,
 * 50 MB that a daemon would never get back. If no process can be started, computes in this one.
 */
export function readHolidays(years: readonly number[]): Holiday[] {
  const here = fileURLToPath(import.meta.url);
  const file = join(dirname(here), `holidays-process${extname(here)}`);
  try {
    const text = execFileSync(process.execPath, [file, ...years.map(String)], {
      encoding: 'utf8',
      timeout: processMs,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(text) as Holiday[];
  } catch {
    return computeHolidays(years);
  }
}

/** Vietnamese Culture Day, 24 November, since Resolution 80-NQ/TW of January 2026. */
const firstCultureYear = 2026;

/** Loads the library into this process: see `readHolidays`. */
export function computeHolidays(years: readonly number[]): Holiday[] {
  const Library = createRequire(import.meta.url)('date-holidays') as typeof Calendar;
  const library = new Library('VN');
  const computed = years
    .flatMap((year) => library.getHolidays(year))
    .flatMap((holiday) => {
      const id = idOfRule[holiday.rule];
      const days = Math.round((holiday.end.getTime() - holiday.start.getTime()) / 86_400_000);
      return id === undefined ? [] : [{ id, firstDay: holiday.date.slice(0, 10), days }];
    });
  const celebrated = years
    .filter((year) => year >= firstCultureYear)
    .map((year): Holiday => ({ id: 'culture-day', firstDay: `${year}-11-24`, days: 1 }));
  return [...computed, ...celebrated];
}
