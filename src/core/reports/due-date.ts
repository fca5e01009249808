/** Before which day a period's report has to be there. Rules change, so the days are configuration. */
import { dayNumber, dayOf } from '../duty/days.ts';
import { type Preset, type ReportSpan, utcDate } from './spans.ts';

/** Days of the year, like `20/06`. */
export type DueDates = Readonly<Record<Preset, readonly string[]>>;

/** A report that closes longer before is due by another rule. */
const longestDays = 45;

/** The first such day (`dayNumber`) soon after the period closed; null: none is set. */
export function dueDayOf({ preset, to }: ReportSpan, due: DueDates, timeZone: string): number | null {
  const closedOn = dayOf(to, timeZone);
  const { year } = utcDate(closedOn);
  const dates = preset === 'window' || preset === 'custom' ? [] : due[preset];
  const days = dates.flatMap((text) => {
    const [date, month] = text.split('/');
    return [year, year + 1].map((one) => dayNumber(`${one}-${month}-${date}`));
  });
  const [first] = days.filter((day) => day >= closedOn && day - closedOn <= longestDays).toSorted((a, b) => a - b);
  return first ?? null;
}
