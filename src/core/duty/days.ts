/** Calendar days as whole numbers (1970-01-01 is 0), and when they begin in a time zone. */

export const dayMs = 86_400_000;

/** @param text a valid day such as `2027-02-06` (Hinnant, "chrono-compatible low-level date algorithms") */
export function dayNumber(text: string): number {
  const [year = 0, month = 1, day = 1] = text.split('-').map(Number);
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Saturday or Sunday. */
export function isWeekend(day: number): boolean {
  // 1970-01-01 was a Thursday.
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}

/** The day in a time zone that a moment falls on. */
export function dayOf(at: number, timeZone: string): number {
  return Math.floor(localMs(at, timeZone) / dayMs);
}

/**
 * The moment at which the zone's wall clock shows this time on this day.
 * @param sinceMidnightMs may reach into other days
 */
export function momentOf(day: number, sinceMidnightMs: number, timeZone: string): number {
  const wall = day * dayMs + sinceMidnightMs;
  // The UTC offset is taken near the moment itself, in case it changes on that day.
  const near = wall - (localMs(wall, timeZone) - wall);
  return wall - (localMs(near, timeZone) - near);
}

/** Days whose clock changed are looked for in steps of this many. */
const stepDays = 28;

/** When each of these days begins in the time zone, and the one after the last: `count` + 1 moments. */
export function dayStarts(firstDay: number, count: number, timeZone: string): number[] {
  const starts: number[] = [];
  for (let from = 0; from <= count; from += stepDays) {
    const to = Math.min(from + stepDays, count + 1);
    const begin = momentOf(firstDay + from, 0, timeZone);
    const isSteady = momentOf(firstDay + to, 0, timeZone) - begin === (to - from) * dayMs;
    for (let day = from; day < to; day += 1) {
      starts.push(isSteady ? begin + (day - from) * dayMs : momentOf(firstDay + day, 0, timeZone));
    }
  }
  return starts;
}

/** @param clock `07:30` @returns the latest moment, not after `at`, when the zone's wall clock showed it */
export function latestAt(clock: string, at: number, timeZone: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  const sinceMidnightMs = (hours * 60 + minutes) * 60_000;
  const today = momentOf(dayOf(at, timeZone), sinceMidnightMs, timeZone);
  return today <= at ? today : momentOf(dayOf(at, timeZone) - 1, sinceMidnightMs, timeZone);
}

/** The zone's wall clock time, as if it were UTC; whole seconds. */
export function localMs(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = dayNumber(`${part.year}-${part.month}-${part.day}`);
  return day * dayMs + Number(part.hour) * 3_600_000 + Number(part.minute) * 60_000 + Number(part.second) * 1_000;
}

/** The instant of a local date and time like `2026-12-05T08:00`; NaN, which no comparison accepts, for anything else. */
export function localMoment(text: string, timeZone: string): number {
  const [, date = '', hours = '', minutes = ''] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(text) ?? [];
  if (date === '') return Number.NaN;
  return momentOf(dayNumber(date), (Number(hours) * 60 + Number(minutes)) * 60_000, timeZone);
}
