/** A year as days × weeks, Monday first. */
import type { Axis } from './figure.tsx';
import { px } from './scale.ts';

export interface CalendarDay {
  /** Number of the calendar day, see `core/duty/days.ts`. */
  readonly day: number;
  readonly label: string;
  /** Null: no looks, hatched; `none`: before registration, or in the future. */
  readonly count: number | null | 'none';
}

const cell = 12.5;
const gap = 2;
const left = 34;
const top = 18;

export const calendarSize = { width: left + 53 * (cell + gap), height: top + 7 * (cell + gap) };

/** The least count of each colour. */
export const calendarSteps = [0, 1, 2, 4] as const;

export type DayTone = 'none' | 'missing' | 0 | 1 | 2 | 3;

export function toneOf(count: CalendarDay['count']): DayTone {
  if (count === 'none') return 'none';
  if (count === null) return 'missing';
  const step = calendarSteps.findLastIndex((least) => count >= least);
  return step === 1 || step === 2 || step === 3 ? step : 0;
}

/** 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

export interface DayShape {
  readonly day: CalendarDay;
  readonly x: number;
  readonly y: number;
  readonly tone: DayTone;
}

/** @param days consecutive, beginning on a Monday */
export function calendarShapes(days: readonly CalendarDay[]): DayShape[] {
  return days.map((day, index) => ({
    day,
    x: px(left + Math.floor(index / 7) * (cell + gap)),
    y: px(top + weekdayOf(day.day) * (cell + gap)),
    tone: toneOf(day.count),
  }));
}

/** @param weekdays names of Monday, Wednesday and Friday */
export function calendarAxis(weekdays: CalendarProps['weekdays']): Axis {
  return { width: left, labels: weekdays.map((text, index) => ({ y: weekdayY(index), text })) };
}

const weekdayY = (index: number) => px(top + index * 2 * (cell + gap) + cell - 2);

interface CalendarProps {
  readonly days: readonly CalendarDay[];
  /** Names of Monday, Wednesday and Friday. */
  readonly weekdays: readonly [string, string, string];
  readonly monthOf: (day: number) => string;
  readonly describe: (day: CalendarDay) => string;
}

export const DayCalendar = ({ days, weekdays, monthOf, describe }: CalendarProps) => {
  const shapes = calendarShapes(days);
  const columns = shapes.filter(({ day }) => weekdayOf(day.day) === 0);
  // The first week may belong to a month that is nearly over, whose name would overlap the next one's.
  const months = columns.filter(({ day }, index) => {
    const month = monthOf(day.day);
    const before = columns[index - 1];
    const isNew = before ? monthOf(before.day.day) !== month : monthOf(columns[2]?.day.day ?? day.day) === month;
    return isNew && index < columns.length - 1;
  });
  return (
    <>
      {weekdays.map((name, index) => (
        <text class="axis-text end" x={left - 6} y={weekdayY(index)}>
          {name}
        </text>
      ))}
      {months.map(({ day, x }) => (
        <text class="axis-text" x={x} y={top - 6}>
          {monthOf(day.day)}
        </text>
      ))}
      {shapes.map(({ day, x, y, tone }) =>
        tone === 'none' ? (
          <rect class="day-none" x={x + 0.5} y={y + 0.5} width={cell - 1} height={cell - 1} rx="2" />
        ) : (
          <rect
            class={`day-${tone}`}
            x={x}
            y={y}
            width={cell}
            height={cell}
            rx="2"
            fill={tone === 'missing' ? 'url(#missing)' : undefined}
          >
            <title>{describe(day)}</title>
          </rect>
        ),
      )}
    </>
  );
};
