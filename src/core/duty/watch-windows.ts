/** Watch windows: holidays and events with more frequent checks and an officer on duty. */
import type { Words } from '../domain/words.ts';
import { dayNumber, isWeekend, momentOf } from './days.ts';

export const holidayIds = [
  'new-year',
  'tet',
  'hung-kings',
  'reunification',
  'labour',
  'national-day',
  'culture-day',
] as const;
export type HolidayId = (typeof holidayIds)[number];

/** One public holiday or day of celebration of one year. */
export interface Holiday {
  readonly id: HolidayId;
  /** `2027-02-05`; for Tết, its eve. */
  readonly firstDay: string;
  readonly days: number;
}

/** An event added by the organisation, such as an election or congress. Whole days, both included. */
export interface OwnEvent {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export interface WatchRule {
  readonly holidays: readonly HolidayId[];
  readonly events: readonly OwnEvent[];
  /** Days before a holiday that are part of its window. */
  readonly leadInDays: number;
  readonly timeZone: string;
}

export interface WatchWindow {
  /** Midnight of its first day. */
  readonly from: number;
  /** Midnight after its last day. */
  readonly to: number;
  readonly names: readonly Words[];
}

const holidayWords: Readonly<Record<HolidayId, Words>> = {
  'new-year': { vi: 'Tết Dương lịch', en: 'New Year' },
  tet: { vi: 'Tết Nguyên đán', en: 'Tết (Lunar New Year)' },
  'hung-kings': { vi: 'Giỗ Tổ Hùng Vương', en: 'Hùng Kings’ Commemoration' },
  reunification: { vi: 'Ngày Chiến thắng 30/4', en: 'Reunification Day' },
  labour: { vi: 'Ngày Quốc tế lao động 1/5', en: 'Labour Day' },
  'national-day': { vi: 'Quốc khánh 2/9', en: 'National Day' },
  'culture-day': { vi: 'Ngày Văn hóa Việt Nam 24/11', en: 'Vietnamese Culture Day' },
};

/** Celebrated, but a working day until article 112 of the Labour Code names it (Resolution 80-NQ/TW, January 2026). */
const workingDays: ReadonlySet<HolidayId> = new Set(['culture-day']);

/** Days from `first` to `last`, both included. */
interface Span {
  readonly first: number;
  readonly last: number;
  readonly names: readonly Words[];
}

/** In chronological order, adjoining ones merged. @param holidays all public holidays, whichever the rule uses */
export function watchWindows(holidays: readonly Holiday[], rule: WatchRule): WatchWindow[] {
  const off = daysOff(holidays);
  const taken = holidays.filter(({ id }) => rule.holidays.includes(id));
  const spans: Span[] = [
    ...taken.map(({ id, firstDay }) => {
      const { first, last } = restAround(dayNumber(firstDay), off);
      return { first: first - rule.leadInDays, last, names: [holidayWords[id]] };
    }),
    ...rule.events.map(({ name, from, to }) => ({
      first: dayNumber(from),
      last: dayNumber(to),
      names: [{ vi: name, en: name }],
    })),
  ];
  return merged(spans).map(({ first, last, names }) => ({
    from: momentOf(first, 0, rule.timeZone),
    to: momentOf(last + 1, 0, rule.timeZone),
    names,
  }));
}

export function windowAt(windows: readonly WatchWindow[], at: number): WatchWindow | null {
  return windows.find(({ from, to }) => from <= at && at < to) ?? null;
}

/** Windows that overlap the period. */
export function windowsBetween(windows: readonly WatchWindow[], from: number, to: number): WatchWindow[] {
  return windows.filter((window) => window.from < to && from < window.to);
}

/** Public holidays plus substitute days for those that fall on a weekend (Labour Code 2019, article 111.3). */
function daysOff(holidays: readonly Holiday[]): ReadonlySet<number> {
  const plain = new Set(holidays.filter(({ id }) => !workingDays.has(id)).flatMap(daysOfHoliday));
  for (const { id, firstDay } of holidays) {
    if (id === 'national-day') plain.add(neighbourOf(dayNumber(firstDay), plain));
  }
  return withDaysInLieu(plain);
}

function daysOfHoliday({ firstDay, days }: Holiday): number[] {
  return Array.from({ length: days }, (_, index) => dayNumber(firstDay) + index);
}

function withDaysInLieu(plain: ReadonlySet<number>): ReadonlySet<number> {
  const off = new Set(plain);
  for (const day of [...plain].sort((a, b) => a - b).filter(isWeekend)) {
    let next = day + 1;
    while (off.has(next) || isWeekend(next)) next += 1;
    off.add(next);
  }
  return off;
}

/**
 * National Day has two days, 2 September and the one before or after it (article 112.1.đ). The choice is announced each
 * year; so far it has been the one that makes the longer break, and the day before when both are equal.
 */
function neighbourOf(day: number, plain: ReadonlySet<number>): number {
  const lengthWith = (neighbour: number): number => {
    const { first, last } = restAround(day, withDaysInLieu(new Set([...plain, neighbour])));
    return last - first;
  };
  return lengthWith(day + 1) > lengthWith(day - 1) ? day + 1 : day - 1;
}

/** The whole break around a day: consecutive days off and weekends. */
function restAround(day: number, off: ReadonlySet<number>): { readonly first: number; readonly last: number } {
  const isFree = (one: number): boolean => off.has(one) || isWeekend(one);
  let first = day;
  let last = day;
  while (isFree(first - 1)) first -= 1;
  while (isFree(last + 1)) last += 1;
  return { first, last };
}

function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.first - b.first || a.last - b.last)) {
    const before = result.at(-1);
    if (before === undefined || span.first > before.last + 1) {
      result.push(span);
      continue;
    }
    const isNew = ({ vi }: Words): boolean => !before.names.some((name) => name.vi === vi);
    const names = [...before.names, ...span.names.filter(isNew)];
    result[result.length - 1] = { first: before.first, last: Math.max(before.last, span.last), names };
  }
  return result;
}
