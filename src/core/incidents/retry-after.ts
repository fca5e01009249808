/** When a receiver that is overloaded asks to be tried again (`Retry-After`, RFC 9110, 10.2.3). */
import { dayNumber } from '../duty/days.ts';

/** Of the statuses that the header belongs to. */
const overloaded = new Set([429, 503]);

const secondMs = 1_000;
const dayMs = 86_400_000;
/** A step of the retry ladder: a receiver that asks for days must not silence a telephone for a night. */
export const longestWaitMs = 3_600_000;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * @param value seconds, or a date like `Sun, 06 Nov 1994 08:49:37 GMT`
 * @returns how long to wait, in milliseconds and at most an hour; null when it asks for nothing that can be understood
 */
export function retryAfterMs(status: number, value: string | null, now: number): number | null {
  if (value === null || !overloaded.has(status)) return null;
  const asked = /^\d{1,10}$/.test(value) ? Number(value) * secondMs : dateOf(value) - now;
  return Number.isFinite(asked) && asked > 0 ? Math.min(asked, longestWaitMs) : null;
}

/** Only the fixed form: what `Date.parse` accepts beyond it depends on the time zone. */
function dateOf(text: string): number {
  const form = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;
  const [, day = '', month = '', year = '', hour = '', minute = '', second = ''] = form.exec(text) ?? [];
  const index = months.indexOf(month);
  if (index < 0) return Number.NaN;
  const seconds = Number(hour) * 3_600 + Number(minute) * 60 + Number(second);
  return dayNumber(`${year}-${index + 1}-${day}`) * dayMs + seconds * secondMs;
}
