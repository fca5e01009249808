/** Hours of the night in which only what somebody has to act on at once is mailed. */
import type { Notice } from '../notice.ts';
import { dayMs, dayOf, momentOf } from './days.ts';

type Importance = 'low' | 'normal' | 'high';

/**
 * What may wait until the morning, by the site's importance. Alarms, what makes them worse, takeovers, campaigns, steps of
 * the ladder and the monitor's own failures never do.
 */
const waits: Readonly<Partial<Record<Notice['type'], readonly Importance[]>>> = {
  'incident-reminder': ['low'],
  'incident-resolved': ['high', 'low', 'normal'],
  'unknown-agency': ['low', 'normal'],
  'unknown-operator': ['low', 'normal'],
};

export const waitingTypes = Object.keys(waits) as readonly Notice['type'][];

export function mayWait(type: Notice['type'], importance: Importance): boolean {
  return waits[type]?.includes(importance) ?? false;
}

/** @param span `22:00-06:00` or empty @returns when the quiet hours end in which the moment lies; null outside of them */
export function quietUntil(span: string, at: number, timeZone: string): number | null {
  const [, fromHour, fromMinute, toHour, toMinute] = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(span) ?? [];
  if (fromHour === undefined) return null;
  const from = (Number(fromHour) * 60 + Number(fromMinute)) * 60_000;
  const to = (Number(toHour) * 60 + Number(toMinute)) * 60_000;
  const today = dayOf(at, timeZone);
  for (const day of [today - 1, today]) {
    const begins = momentOf(day, from, timeZone);
    const ends = momentOf(day, to > from ? to : to + dayMs, timeZone);
    if (begins <= at && at < ends) return ends;
  }
  return null;
}
