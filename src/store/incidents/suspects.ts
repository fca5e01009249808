/** The operator's review queue: one open row per site and change. */
import { type Selectable, sql } from 'kysely';
import type { Database, Trx } from '../handle.ts';
import type { SuspectTable } from '../schema/schema-incidents.ts';

export type SuspectRow = Selectable<SuspectTable>;
type Sighting = Pick<SuspectRow, 'siteId' | 'targetId' | 'fingerprint' | 'kind' | 'score' | 'checkId'>;

/** Opens a row, or counts another sighting of an open one. @returns whether it opened one */
export async function recordSuspect(trx: Trx, seen: Sighting, now: number): Promise<boolean> {
  const { seenCount } = await trx
    .insertInto('suspects')
    .values({ ...seen, firstSeenAt: now, lastSeenAt: now, seenCount: 1, status: 'open', endedAt: null })
    .onConflict((c) =>
      c
        .columns(['siteId', 'fingerprint'])
        // A literal: SQLite matches a partial index by its text, not by a bound value.
        .where('status', '=', sql.lit('open'))
        .doUpdateSet((eb) => ({ lastSeenAt: now, seenCount: eb('suspects.seenCount', '+', 1) })),
    )
    .returning('seenCount')
    .executeTakeFirstOrThrow();
  return seenCount === 1;
}

/** A kept look of the page shows these changes among others: their rows point to it from now on. */
export async function showByNewerLook(
  trx: Trx,
  targetId: string,
  fingerprints: readonly string[],
  checkId: number,
): Promise<void> {
  await trx
    .updateTable('suspects')
    .set({ checkId })
    .where('targetId', '=', targetId)
    .where('fingerprint', 'in', [...fingerprints])
    .where('status', '=', 'open')
    .execute();
}

/** Closes a target's open rows: the change is gone, became an incident, or was approved. */
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

export async function openSuspectsOf(trx: Trx, targetId: string): Promise<SuspectRow[]> {
  return trx.selectFrom('suspects').selectAll().where('targetId', '=', targetId).where('status', '=', 'open').execute();
}

/** Another page shows the change too; the row then points to the newest look of that page that found it. */
export async function handOverSuspect(
  trx: Trx,
  { id, fingerprint }: Pick<SuspectRow, 'id' | 'fingerprint'>,
  targetId: string,
): Promise<void> {
  const look = await trx
    .selectFrom('findings')
    .innerJoin('checks', 'checks.id', 'findings.checkId')
    .select('checks.id as checkId')
    .where('findings.fingerprint', '=', fingerprint)
    .where('checks.targetId', '=', targetId)
    .orderBy('checks.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  await trx
    .updateTable('suspects')
    .set({ targetId, ...look })
    .where('id', '=', id)
    .execute();
}

export async function assignSuspect(trx: Trx, id: number, assigneeId: number | null): Promise<void> {
  await trx.updateTable('suspects').set({ assigneeId }).where('id', '=', id).execute();
}

/** Whether the same change is queued on the site. */
export async function openSuspectOf(trx: Trx, siteId: number, fingerprint: string): Promise<boolean> {
  const row = await trx
    .selectFrom('suspects')
    .select('id')
    .where('siteId', '=', siteId)
    .where('fingerprint', '=', fingerprint)
    .where('status', '=', 'open')
    .executeTakeFirst();
  return row !== undefined;
}

export async function restoreSuspectRow(trx: Trx, id: number): Promise<void> {
  await trx.updateTable('suspects').set({ status: 'open', endedAt: null }).where('id', '=', id).execute();
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

export async function closeSuspectsOfSite(trx: Trx, siteId: number, now: number): Promise<void> {
  await trx
    .updateTable('suspects')
    .set({ status: 'closed', endedAt: now })
    .where('siteId', '=', siteId)
    .where('status', '=', 'open')
    .execute();
}
