/** What the hourly sums say about one page in a period. */
import { sql } from 'kysely';
import type { Cell } from '../../../core/history/coverage.ts';
import { hourMs, type LookResultCount } from '../../../core/history/look-hour.ts';
import type { PageHistory } from '../../../core/reports/figures.ts';
import { type Gap, gapsBetween, leastGapMs } from '../../../core/reports/gaps.ts';
import { readable } from '../../codecs/codec.ts';
import { lookTallies } from '../../codecs/history-codec.ts';
import type { Database } from '../../handle.ts';

export interface WatchedPage {
  readonly id: string;
  readonly everyMs: number;
  readonly since: number;
}

interface DaySums {
  readonly cell: number;
  readonly shares: number;
  readonly looks: number;
  readonly missed: number;
  /** Hours with a look. */
  readonly hours: number;
  /** Tallies of the hours with a look that was not clean: a list of their texts. */
  readonly unclean: string;
}

/**
 * Each hour of a year is read once, in the table's own order: a report reads millions of them.
 * @param days of the period, adjoining, each begun by now
 */
export async function readPageHistory(
  db: Database,
  { id, everyMs, since }: WatchedPage,
  days: readonly Cell[],
  now: number,
): Promise<Omit<PageHistory, 'everyMs' | 'since'>> {
  const bounds = JSON.stringify(days.map(({ from, to }) => [from, to]));
  const { rows } = await sql<DaySums>`
    select days.key as cell, sum(cast(looks as real) / (looks + missed)) as shares, sum(looks) as looks,
      sum(missed) as missed, sum(looks > 0) as hours,
      json_group_array("talliesJson") filter (where slots glob '*[aus]*') as unclean
    from json_each(${bounds}) as days cross join "lookHours"
    where "targetId" = ${id} and at >= days.value ->> 0 and at < days.value ->> 1 and looks + missed > 0
    group by days.key order by days.key`.execute(db);
  const watched = {
    from: Math.max(since, days[0]?.from ?? 0),
    to: Math.max(since, Math.min(now, days.at(-1)?.to ?? 0)),
  };
  return {
    looks: rows.filter(({ looks }) => looks > 0).map(({ cell, shares }) => ({ cell, shares })),
    lookCount: rows.reduce((sum, { looks }) => sum + looks, 0),
    missedCount: rows.reduce((sum, { missed }) => sum + missed, 0),
    results: rows.flatMap(({ unclean }) => resultsIn(unclean, id)),
    gaps: gapsBetween(await readSeen(db, id, days, rows), watched, leastGapMs(everyMs)),
  };
}

function resultsIn(unclean: string, id: string): readonly LookResultCount[] {
  if (unclean === '[]') return [];
  const texts: string[] = JSON.parse(unclean);
  return texts.flatMap((text) => readable(() => lookTallies.decode(text, id))?.results ?? []);
}

/** Days with a look in every hour, and the hours with a look of the other days. */
async function readSeen(db: Database, id: string, days: readonly Cell[], sums: readonly DaySums[]): Promise<Gap[]> {
  const whole: Gap[] = [];
  const partly: Cell[] = [];
  for (const { cell, hours } of sums) {
    const day = days[cell];
    if (day === undefined || hours === 0) continue;
    if (hours * hourMs >= day.to - day.from) whole.push(day);
    else partly.push(day);
  }
  if (partly.length === 0) return whole;
  const bounds = JSON.stringify(partly.map(({ from, to }) => [from, to]));
  const { rows } = await sql<{ at: number }>`
    select at from json_each(${bounds}) as days cross join "lookHours"
    where "targetId" = ${id} and at >= days.value ->> 0 and at < days.value ->> 1 and looks > 0`.execute(db);
  return [...whole, ...rows.map(({ at }) => ({ from: at, to: at + hourMs }))].toSorted((a, b) => a.from - b.from);
}
