/** `momentWords` for pages with hundreds of times: formatters are created once per dashboard, not per time. */
import type { Words } from '../core/domain/words.ts';

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
