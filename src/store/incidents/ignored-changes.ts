/** "Ignore exactly this change": by fingerprint, on one site, until a time. */
import type { Database, Trx } from '../handle.ts';
import type { IgnoredChangeTable } from '../schema/schema-incidents.ts';

export async function ignoreChange(trx: Trx, change: IgnoredChangeTable): Promise<void> {
  const { expiresAt, createdAt, createdBy, note } = change;
  await trx
    .insertInto('ignoredChanges')
    .values(change)
    .onConflict((c) => c.columns(['fingerprint', 'siteId']).doUpdateSet({ expiresAt, createdAt, createdBy, note }))
    .execute();
}

/** The same, except that a change a person ignored for longer keeps its end. */
export async function muteChange(trx: Trx, change: IgnoredChangeTable): Promise<void> {
  const { fingerprint, siteId, expiresAt } = change;
  const longer = await trx
    .selectFrom('ignoredChanges')
    .select('fingerprint')
    .where('fingerprint', '=', fingerprint)
    .where('siteId', '=', siteId)
    .where('expiresAt', '>', expiresAt)
    .executeTakeFirst();
  if (!longer) await ignoreChange(trx, change);
}

/** Fingerprints currently ignored on the site. */
export async function ignoredOn(db: Database | Trx, siteId: number, now: number): Promise<string[]> {
  const rows = await db
    .selectFrom('ignoredChanges')
    .select('fingerprint')
    .where('siteId', '=', siteId)
    .where('expiresAt', '>', now)
    .execute();
  return rows.map((row) => row.fingerprint);
}

/** Changes currently ignored on the site, by fingerprint. */
export async function ignoredChangesOf(
  db: Database,
  siteId: number,
  now: number,
): Promise<ReadonlyMap<string, IgnoredChangeTable>> {
  const rows = await db
    .selectFrom('ignoredChanges')
    .selectAll()
    .where('siteId', '=', siteId)
    .where('expiresAt', '>', now)
    .execute();
  return new Map(rows.map((row) => [row.fingerprint, row]));
}

export async function listIgnoredChanges(db: Database, now: number): Promise<IgnoredChangeTable[]> {
  return db.selectFrom('ignoredChanges').selectAll().where('expiresAt', '>', now).orderBy('expiresAt').execute();
}

/** Unmutes the changes that a dismissal at that moment muted, except those a person ignored for longer. */
export async function forgetMutes(
  trx: Trx,
  siteId: number,
  fingerprints: readonly string[],
  mutedAt: number,
): Promise<void> {
  await trx
    .deleteFrom('ignoredChanges')
    .where('siteId', '=', siteId)
    .where('fingerprint', 'in', [...fingerprints])
    .where('createdAt', '=', mutedAt)
    .execute();
}

/** @returns the sites where it is no longer ignored */
export async function forgetChange(trx: Trx, fingerprint: string, siteId?: number): Promise<number[]> {
  let query = trx.deleteFrom('ignoredChanges').where('fingerprint', '=', fingerprint);
  if (siteId !== undefined) query = query.where('siteId', '=', siteId);
  const rows = await query.returning('siteId').execute();
  return rows.map((row) => row.siteId);
}

/** Sites where a change was ever found, newest finding first. */
export async function sitesWithChange(db: Database | Trx, fingerprint: string): Promise<number[]> {
  const rows = await db
    .selectFrom('findings')
    .innerJoin('checks', 'checks.id', 'findings.checkId')
    .innerJoin('targets', 'targets.id', 'checks.targetId')
    .select('targets.siteId')
    .distinct()
    .where('findings.fingerprint', '=', fingerprint)
    .execute();
  return rows.map((row) => row.siteId);
}
