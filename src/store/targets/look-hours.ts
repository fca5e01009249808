/** Hourly sums of looks, by target: the history that outlives the looks. */
import { sql } from 'kysely';
import {
  emptyHour,
  type HourLook,
  hourOf,
  type LookHour,
  type MissedLooks,
  withLook,
} from '../../core/history/look-hour.ts';
import { readable } from '../codecs/codec.ts';
import { lookTallies } from '../codecs/history-codec.ts';
import type { Database, Trx } from '../handle.ts';
import type { LookHourRow } from '../schema/schema.ts';

/** Runs in the look's own transaction, so that no look is counted twice or not at all. */
export async function countLook(
  trx: Trx,
  targetId: string,
  look: HourLook,
  missed: readonly MissedLooks[],
): Promise<void> {
  for (const { hourAt, missed: count } of missed) await addMissed(trx, targetId, hourAt, count);
  const at = hourOf(look.at);
  const row = await trx
    .selectFrom('lookHours')
    .selectAll()
    .where('targetId', '=', targetId)
    .where('at', '=', at)
    .executeTakeFirst();
  await saveHour(trx, targetId, at, withLook(row ? hourFrom(row) : emptyHour, look));
}

async function saveHour(trx: Trx, targetId: string, at: number, hour: LookHour): Promise<void> {
  const { results, response, ...columns } = hour;
  const values = { ...columns, talliesJson: lookTallies.encode({ results, response }) };
  await trx
    .insertInto('lookHours')
    .values({ targetId, at, ...values })
    .onConflict((conflict) => conflict.columns(['targetId', 'at']).doUpdateSet(values))
    .execute();
}

async function addMissed(trx: Trx, targetId: string, at: number, missed: number): Promise<void> {
  const { results, response, ...columns } = emptyHour;
  const talliesJson = lookTallies.encode({ results, response });
  await trx
    .insertInto('lookHours')
    .values({ targetId, at, ...columns, missed, talliesJson })
    .onConflict((conflict) =>
      conflict.columns(['targetId', 'at']).doUpdateSet({ missed: sql`"lookHours".missed + ${missed}` }),
    )
    .execute();
}

/** Unreadable tallies start over, because the look that is counted in this hour must not fail because of them. */
function hourFrom({ targetId, at, talliesJson, ...columns }: LookHourRow): LookHour {
  const tallies = readable(() => lookTallies.decode(talliesJson, `${targetId} at ${at}`));
  return { ...emptyHour, ...columns, ...tallies };
}

const batch = 500;

/** Removes the hours before then, a few targets at a time. @returns how many were removed */
export async function forgetHours(db: Database, before: number): Promise<number> {
  const targets = await db.selectFrom('targets').select('id').execute();
  let count = 0;
  for (let from = 0; from < targets.length; from += batch) {
    const ids = targets.slice(from, from + batch).map(({ id }) => id);
    const { numDeletedRows } = await db
      .deleteFrom('lookHours')
      .where('targetId', 'in', ids)
      .where('at', '<', before)
      .executeTakeFirstOrThrow();
    count += Number(numDeletedRows);
  }
  return count;
}

export interface LookCounts {
  readonly looks: number;
  /** Targets looked at. */
  readonly targets: number;
  readonly worstLatenessMs: number;
}

/** Counts looks at registered targets, from the hour in which `since` lies. */
export async function countLooks(db: Database, since: number): Promise<LookCounts> {
  const row = await db
    .selectFrom('targets')
    .innerJoin('lookHours', (join) =>
      join.onRef('lookHours.targetId', '=', 'targets.id').on('lookHours.at', '>=', hourOf(since)),
    )
    .select((eb) => [
      eb.fn.sum<number | null>('lookHours.looks').as('looks'),
      eb.fn.count<number>('targets.id').distinct().as('targets'),
      eb.fn.max('lookHours.worstLatenessMs').as('lateness'),
    ])
    .where('targets.role', '=', 'registered')
    .where('lookHours.looks', '>', 0)
    .executeTakeFirstOrThrow();
  return { looks: Number(row.looks ?? 0), targets: Number(row.targets), worstLatenessMs: Number(row.lateness ?? 0) };
}
