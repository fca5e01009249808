/** Viet Nam's public holidays, as the library computes them. */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { default as Calendar } from 'date-holidays';
import type { Holiday, HolidayId } from '../core/duty/watch-windows.ts';

/** What the library calls them: the rules by which it computes each. */
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
 * The same as `computeHolidays`, in a process of its own that ends: the library reads every country's rules and the
 * tables of the moon, 50 MB that a daemon would keep for good. Where no process can be had, it is computed here.
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

/** In this process, for good: see `readHolidays`. */
export function computeHolidays(years: readonly number[]): Holiday[] {
  const Library = createRequire(import.meta.url)('date-holidays') as typeof Calendar;
  const library = new Library('VN');
  return years
    .flatMap((year) => library.getHolidays(year))
    .flatMap((holiday) => {
      const id = idOfRule[holiday.rule];
      const days = Math.round((holiday.end.getTime() - holiday.start.getTime()) / 86_400_000);
      return id === undefined ? [] : [{ id, firstDay: holiday.date.slice(0, 10), days }];
    });
}
