/** A year of alarms, day by day; also on a portal's page. */
import { attacksOf, countOpened } from '../../../core/incidents/figures.ts';
import { type Among, readIncidentFacts, readUnseenCells } from '../../../store/reads/overview.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { fullDay, shortMonth } from '../../views/charts/dates.ts';
import {
  type CalendarDay,
  calendarAxis,
  calendarSize,
  calendarSteps,
  DayCalendar,
} from '../../views/charts/day-calendar.tsx';
import { Chart, ChartLegend } from '../../views/charts/figure.tsx';
import { calendarYear } from './period.ts';

export async function readAlarmDays(visit: SignedInVisit, of: Among): Promise<readonly CalendarDay[]> {
  const { db, config } = visit.web.parts;
  const { firstDay, today, cells } = calendarYear(visit.now, config.schedule.timezone);
  const past = cells.slice(0, today - firstDay + 1);
  const span = { from: cells[0]?.from ?? 0, to: visit.now + 1 };
  const attacks = attacksOf(await readIncidentFacts(db, visit.scope, span, of));
  const { since, unseen } = await readUnseenCells(db, visit.scope, past, of);
  return cells.map((cell, index): CalendarDay => {
    const day = firstDay + index;
    const label = fullDay(visit, day);
    const count = countOpened(attacks, cell);
    if (count > 0) return { day, label, count };
    if (day > today || since === null || cell.to <= since) return { day, label, count: 'none' };
    return { day, label, count: unseen.has(index) ? null : 0 };
  });
}

export const AlarmCalendar = ({ visit, days }: { visit: SignedInVisit; days: readonly CalendarDay[] }) => {
  const { texts } = visit;
  const bad = days.filter(({ count }) => typeof count === 'number' && count > 0);
  const missing = days.filter(({ count }) => count === null);
  const total = bad.reduce((sum, { count }) => sum + (typeof count === 'number' ? count : 0), 0);
  const weekdays = [texts.weekdayMonday, texts.weekdayWednesday, texts.weekdayFriday] as const;
  return (
    <Chart
      visit={visit}
      id="alarm-calendar"
      title={texts.calendarTitle}
      description={texts.calendarDescription(total, bad.length, missing.length)}
      {...calendarSize}
      axis={calendarAxis(weekdays)}
      legend={
        <ChartLegend
          visit={visit}
          items={[
            ...calendarSteps.map((_, index) => ({ class: `day-${index}`, text: stepText(visit, index) })),
            { class: 'day-missing', text: texts.chartMissing, isMissing: true },
          ]}
        />
      }
      table={{
        columns: [texts.columnTime, texts.calendarAlarms],
        rows: days
          .filter(({ count }) => count === null || (typeof count === 'number' && count > 0))
          .toReversed()
          .map(({ label, count }) => [label, count === null ? texts.chartMissing : count]),
      }}
    >
      <DayCalendar
        days={days}
        weekdays={weekdays}
        monthOf={(day) => shortMonth(visit, day)}
        describe={({ label, count }) =>
          count === null ? `${label}: ${texts.chartMissing}` : texts.calendarDay(label, Number(count))
        }
      />
    </Chart>
  );
};

function stepText({ texts }: SignedInVisit, index: number): string {
  const [least = 0, next] = calendarSteps.slice(index);
  if (least === 0) return texts.calendarNone;
  if (next === undefined) return texts.calendarMany(least);
  return texts.calendarSome(next - least === 1 ? String(least) : `${least}–${next - 1}`);
}
