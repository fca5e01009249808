/** `momentWords` for pages with hundreds of times: formatters are created once per dashboard, not per time. */
import type { Words } from '../core/domain/words.ts';
import { dayNumber, momentOf } from '../core/duty/days.ts';

export type Moments = (at: number) => Words;

export function createMoments(timeZone: string): Moments {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const viDate = format({ day: '2-digit', month: '2-digit', year: 'numeric' });
  const enDate = format({ day: 'numeric', month: 'short', year: 'numeric' });
  return (at) => ({
    vi: `${time.format(at)} ngày ${viDate.format(at)}`,
    en: `${enDate.format(at)}, ${time.format(at)}`,
  });
}

/** The instant of a form's local date and time; NaN, which no comparison accepts, for invalid input. */
export function localMoment(text: string, timeZone: string): number {
  const [, date = '', hours = '', minutes = ''] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(text) ?? [];
  if (date === '') return Number.NaN;
  return momentOf(dayNumber(date), (Number(hours) * 60 + Number(minutes)) * 60_000, timeZone);
}
