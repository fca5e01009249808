/** The periods of the overview, as calendar days of the configured time zone; each ends with today. */
import { dayMs, dayOf, dayStarts } from '../../../core/duty/days.ts';
import type { Cell } from '../../../core/history/coverage.ts';
import { hourMs } from '../../../core/history/look-hour.ts';
import { weekdayOf } from '../../views/charts/day-calendar.tsx';

export const periodNames = ['week', 'month', 'quarter', 'year'] as const;
export type PeriodName = (typeof periodNames)[number];

export interface Bucket extends Cell {
  /** Calendar day on which it begins. */
  readonly day: number;
  readonly isMonth: boolean;
}

export interface Period {
  readonly name: PeriodName;
  readonly span: Cell;
  /** Coverage cells: hours for short periods, days for longer ones. */
  readonly cells: readonly Cell[];
  /** Buckets of counts. */
  readonly buckets: readonly Bucket[];
}

const shapes = {
  week: { days: 7, bucketDays: 1 },
  month: { days: 30, bucketDays: 1 },
  quarter: { days: 91, bucketDays: 7 },
} as const;

export function periodOf(name: PeriodName, now: number, timeZone: string): Period {
  const today = dayOf(now, timeZone);
  if (name === 'year') return yearOf(today, timeZone);
  const { days, bucketDays } = shapes[name];
  const first = today - days + 1;
  const starts = dayStarts(first, days, timeZone);
  const span = spanOf(starts);
  const buckets = Array.from({ length: days / bucketDays }, (_, index) => ({
    ...spanOf(starts.slice(index * bucketDays, (index + 1) * bucketDays + 1)),
    day: first + index * bucketDays,
    isMonth: false,
  }));
  return { name, span, cells: name === 'week' ? hoursOf(span) : cellsOf(starts), buckets };
}

/** Twelve calendar months; the last one ends today. */
function yearOf(today: number, timeZone: string): Period {
  const months = Array.from({ length: 12 }, (_, index) => monthStart(today, index - 11));
  const first = months[0] ?? today;
  const starts = dayStarts(first, today - first + 1, timeZone);
  const buckets = months.map((day, index) => {
    const next = months[index + 1] ?? today + 1;
    return { ...spanOf(starts.slice(day - first, next - first + 1)), day, isMonth: true };
  });
  return { name: 'year', span: spanOf(starts), cells: cellsOf(starts), buckets };
}

/** The first day of the month that many months away. */
function monthStart(day: number, months: number): number {
  const date = new Date(day * dayMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / dayMs;
}

const spanOf = (starts: readonly number[]): Cell => ({ from: starts[0] ?? 0, to: starts.at(-1) ?? 0 });

const cellsOf = (starts: readonly number[]): Cell[] =>
  starts.slice(0, -1).map((from, index) => ({ from, to: starts[index + 1] ?? from }));

const hoursOf = ({ from, to }: Cell): Cell[] =>
  Array.from({ length: Math.round((to - from) / hourMs) }, (_, index) => ({
    from: from + index * hourMs,
    to: from + (index + 1) * hourMs,
  }));

export interface CalendarYear {
  readonly firstDay: number;
  readonly today: number;
  /** One per day, from a Monday to the Sunday after today. */
  readonly cells: readonly Cell[];
}

const weeks = 53;

export function calendarYear(now: number, timeZone: string): CalendarYear {
  const today = dayOf(now, timeZone);
  const firstDay = today - weekdayOf(today) - (weeks - 1) * 7;
  return { firstDay, today, cells: cellsOf(dayStarts(firstDay, weeks * 7, timeZone)) };
}
