/**
 * The periods that are reported on, as whole calendar days of the configured zone. A period is named after the month in
 * which it closes: with closing day 14 the report of June covers 15 May to 14 June, as article 12 of Decree
 * 09/2019/NĐ-CP has it for periodic reports.
 */
import type { Words } from '../domain/words.ts';
import { dayNumber, dayOf, momentOf } from '../duty/days.ts';
import type { WatchWindow } from '../duty/watch-windows.ts';

export const presets = ['month', 'quarter', 'half-year', 'year'] as const;
export type Preset = (typeof presets)[number];

export interface ReportSpan {
  /** `window`: a holiday or event; `custom`: days that somebody chose. */
  readonly preset: Preset | 'window' | 'custom';
  /** Midnight of its first day. */
  readonly from: number;
  /** Midnight after its last day. */
  readonly to: number;
  /** In a sentence: "quý II năm 2026". */
  readonly name: Words;
}

export const spanPresets = [...presets, 'window', 'custom'] as const;

/** The last day of each period within its month; 31: the month's last. */
export type ClosingDays = Readonly<Record<Preset, number>>;

const monthsOf: Readonly<Record<Preset, number>> = { month: 1, quarter: 3, 'half-year': 6, year: 12 };

/** The newest period that was over at that moment. */
export function latestClosed(preset: Preset, at: number, closing: ClosingDays, timeZone: string): ReportSpan {
  const length = monthsOf[preset];
  const date = utcDate(dayOf(at, timeZone));
  // Months since year 0; a period closes in a month that its length divides.
  let month = date.year * 12 + date.month;
  while (month % length !== 0 || momentOf(closeOf(month, closing[preset]) + 1, 0, timeZone) > at) month -= 1;
  return spanClosing(preset, month, closing, timeZone);
}

/** As long a period, just before. */
export function spanBefore(span: ReportSpan, closing: ClosingDays, timeZone: string): ReportSpan {
  const { preset, from, to } = span;
  if (preset !== 'window' && preset !== 'custom') return latestClosed(preset, from, closing, timeZone);
  const [first, end] = [dayOf(from, timeZone), dayOf(to, timeZone)];
  return customSpan(first - (end - first), first - 1, timeZone);
}

/** Whole days, both included. */
export function customSpan(firstDay: number, lastDay: number, timeZone: string): ReportSpan {
  const name = {
    vi: `từ ngày ${viDay(firstDay)} đến ngày ${viDay(lastDay)}`,
    en: `${enDay(firstDay)} to ${enDay(lastDay)}`,
  };
  const to = momentOf(lastDay + 1, 0, timeZone);
  return { preset: 'custom', from: momentOf(firstDay, 0, timeZone), to, name };
}

function windowSpan({ from, to, names }: WatchWindow): ReportSpan {
  const name = {
    vi: `đợt cao điểm ${names.map(({ vi }) => vi).join(', ')}`,
    en: `the watch window ${names.map(({ en }) => en).join(', ')}`,
  };
  return { preset: 'window', from, to, name };
}

/** The newest window that was over at that moment. */
export function latestWindow(windows: readonly WatchWindow[], at: number): ReportSpan | null {
  return endedWindows(windows, at)[0] ?? null;
}

/** The windows that were over at that moment, newest first. */
export function endedWindows(windows: readonly WatchWindow[], at: number): ReportSpan[] {
  return windows
    .filter(({ to }) => to <= at)
    .map(windowSpan)
    .reverse();
}

function spanClosing(preset: Preset, month: number, closing: ClosingDays, timeZone: string): ReportSpan {
  const first = closeOf(month - monthsOf[preset], closing[preset]) + 1;
  const end = closeOf(month, closing[preset]) + 1;
  return {
    preset,
    from: momentOf(first, 0, timeZone),
    to: momentOf(end, 0, timeZone),
    name: nameOf(preset, month),
  };
}

/** The day on which the period closes that ends in this month. */
function closeOf(month: number, closingDay: number): number {
  const firstOfNext = dayNumber(`${yearOf(month + 1)}-${monthOf(month + 1)}-1`);
  const first = dayNumber(`${yearOf(month)}-${monthOf(month)}-1`);
  return Math.min(first + closingDay - 1, firstOfNext - 1);
}

const yearOf = (month: number) => Math.floor((month - 1) / 12);
const monthOf = (month: number) => ((month - 1) % 12) + 1;
const roman = ['I', 'II', 'III', 'IV'] as const;
const monthsEn = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

function nameOf(preset: Preset, closingMonth: number): Words {
  const [year, month] = [yearOf(closingMonth), monthOf(closingMonth)];
  const quarter = roman[month / 3 - 1] ?? '';
  switch (preset) {
    case 'month':
      return { vi: `tháng ${month} năm ${year}`, en: `${monthsEn[month - 1]} ${year}` };
    case 'quarter':
      return { vi: `quý ${quarter} năm ${year}`, en: `quarter ${month / 3} of ${year}` };
    case 'half-year':
      return month === 6
        ? { vi: `6 tháng đầu năm ${year}`, en: `the first half of ${year}` }
        : { vi: `6 tháng cuối năm ${year}`, en: `the second half of ${year}` };
    case 'year':
      return { vi: `năm ${year}`, en: `the year ${year}` };
  }
}

const two = (value: number) => String(value).padStart(2, '0');

function viDay(day: number): string {
  const { year, month, date } = utcDate(day);
  return `${two(date)}/${two(month)}/${year}`;
}

function enDay(day: number): string {
  const { year, month, date } = utcDate(day);
  return `${date} ${monthsEn[month - 1]?.slice(0, 3)} ${year}`;
}

/** On an axis: `21/11`, `21 Nov`. */
export function shortDay(day: number, language: 'vi' | 'en'): string {
  if (language === 'vi') return viDay(day).slice(0, 5);
  return enDay(day).replace(` ${utcDate(day).year}`, '');
}

/** The calendar date of a day number (Hinnant, "chrono-compatible low-level date algorithms"). */
export function utcDate(day: number): { readonly year: number; readonly month: number; readonly date: number } {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    date: ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

export interface SpanBucket {
  readonly from: number;
  readonly to: number;
  /** Calendar day on which it begins. */
  readonly day: number;
}

/** Days of a short span, weeks of a middle one, else months from closing day to closing day. */
export function bucketsOf({ from, to }: Pick<ReportSpan, 'from' | 'to'>, timeZone: string): SpanBucket[] {
  const [first, end] = [dayOf(from, timeZone), dayOf(to, timeZone)];
  const days = end - first;
  const starts: number[] = [];
  if (days <= 100) {
    const step = days <= 35 ? 1 : 7;
    for (let day = first; day < end; day += step) starts.push(day);
  } else {
    const { year, month, date } = utcDate(first);
    for (let index = 0; ; index += 1) {
      const start = index === 0 ? first : closeOf(year * 12 + month + index, date === 1 ? 1 : date);
      if (start >= end) break;
      starts.push(start);
    }
  }
  return starts.map((day, index) => ({
    day,
    from: momentOf(day, 0, timeZone),
    to: momentOf(starts[index + 1] ?? end, 0, timeZone),
  }));
}
