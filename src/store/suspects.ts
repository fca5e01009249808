/** The operator's queue: one open row per site and change. */
import { type Selectable, sql } from 'kysely';
import type { Database, Trx } from './database.ts';
import type { SuspectTable } from './schema-incidents.ts';

export type SuspectRow = Selectable<SuspectTable>;
type Sighting = Pick<SuspectRow, 'siteId' | 'targetId' | 'fingerprint' | 'kind' | 'score' | 'checkId'>;

/** Opens a row, or counts one more sighting of an open one. */
export async function recordSuspect(trx: Trx, seen: Sighting, now: number): Promise<void> {
  await trx
    .insertInto('suspects')
    .values({ ...seen, firstSeenAt: now, lastSeenAt: now, seenCount: 1, status: 'open', endedAt: null })
    .onConflict((c) =>
      c
        .columns(['siteId', 'fingerprint'])
        // A literal: SQLite matches a partial index by its text, not by a bound value.
        .where('status', '=', sql.lit('open'))
        .doUpdateSet((eb) => ({ lastSeenAt: now, seenCount: eb('suspects.seenCount', '+', 1) })),
    )
    .execute();
}

/** Ends the open rows of a target: the change is gone, became an incident, or was approved. */
export async function endSuspects(
  trx: Trx,
  targetId: string,
  status: 'closed' | 'promoted',
  now: number,
): Promise<void> {
  await trx
    .updateTable('suspects')
    .set({ status, endedAt: now })
    .where('targetId', '=', targetId)
    .where('status', '=', 'open')
    .execute();
}

export async function dismissSuspectRow(trx: Trx, id: number, now: number): Promise<void> {
  await trx.updateTable('suspects').set({ status: 'dismissed', endedAt: now }).where('id', '=', id).execute();
}

export async function getSuspect(db: Database | Trx, id: number): Promise<SuspectRow | null> {
  return (await db.selectFrom('suspects').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function listOpenSuspects(db: Database | Trx): Promise<SuspectRow[]> {
  return db.selectFrom('suspects').selectAll().where('status', '=', 'open').orderBy('id').execute();
}
