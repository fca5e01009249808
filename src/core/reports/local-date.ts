import { dayOf } from '../duty/days.ts';
import { utcDate } from './spans.ts';

/** The calendar date that the zone shows at a moment. */
export function localDate(at: number, timeZone: string) {
  const { date: day, month, year } = utcDate(dayOf(at, timeZone));
  return { day, month, year };
}
