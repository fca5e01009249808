/** Night hours in which only notices that need immediate action are mailed. */
import { dayMs, dayOf, momentOf } from './days.ts';

export type Importance = 'low' | 'normal' | 'high';

export interface Hours {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** @param span `22:00-06:00` or empty @returns the end of the quiet hours that contain the moment; null outside them */
export function quietUntil(span: string, at: number, timeZone: string): number | null {
  return hoursAround(span, at, timeZone)?.to ?? null;
}

/** The occurrence of the span that contains the moment; null outside it. */
export function hoursAround(span: string, at: number, timeZone: string): Hours | null {
  const [, fromHour, fromMinute, toHour, toMinute] = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(span) ?? [];
  if (fromHour === undefined) return null;
  const from = (Number(fromHour) * 60 + Number(fromMinute)) * 60_000;
  const to = (Number(toHour) * 60 + Number(toMinute)) * 60_000;
  const today = dayOf(at, timeZone);
  for (const day of [today - 1, today]) {
    const begins = momentOf(day, from, timeZone);
    const ends = momentOf(day, to > from ? to : to + dayMs, timeZone);
    if (begins <= at && at < ends) return { from: begins, to: ends };
  }
  return null;
}
