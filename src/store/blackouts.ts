/** Announced maintenance of sites. */
import type { Insertable, Selectable } from 'kysely';
import type { CampaignIncident } from '../core/notice.ts';
import type { Database, Trx } from './database.ts';
import type { BlackoutTable } from './schema-duty.ts';

export type Blackout = Selectable<BlackoutTable>;

/** @returns its number */
export async function insertBlackout(trx: Trx, blackout: Omit<Insertable<BlackoutTable>, 'toldAt'>): Promise<number> {
  const { id } = await trx
    .insertInto('blackouts')
    .values({ ...blackout, toldAt: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The maintenance that holds mail about a site back: it began, and what it held was not told yet. */
export async function heldBy(db: Database | Trx, siteId: number, now: number): Promise<Blackout | null> {
  const row = await db
    .selectFrom('blackouts')
    .selectAll()
    .where('siteId', '=', siteId)
    .where('beginsAt', '<=', now)
    .where('toldAt', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** Those that are on or ahead, the next one first. */
export async function blackoutsAhead(db: Database | Trx, siteId: number, now: number): Promise<Blackout[]> {
  return db
    .selectFrom('blackouts')
    .selectAll()
    .where('siteId', '=', siteId)
    .where('endsAt', '>', now)
    .orderBy('beginsAt')
    .execute();
}

/** When the maintenance that is on ends, by site. */
export async function maintenanceEnds(
  db: Database,
  siteIds: readonly number[],
  now: number,
): Promise<ReadonlyMap<number, number>> {
  if (siteIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('blackouts')
    .select(['siteId', 'endsAt'])
    .where('siteId', 'in', [...siteIds])
    .where('beginsAt', '<=', now)
    .where('endsAt', '>', now)
    .execute();
  return new Map(rows.map(({ siteId, endsAt }) => [siteId, endsAt]));
}

/** Over, and what they held is still to be told. */
export async function blackoutsToTell(db: Database, now: number): Promise<Blackout[]> {
  return db.selectFrom('blackouts').selectAll().where('endsAt', '<=', now).where('toldAt', 'is', null).execute();
}

/** @returns whether it was still to be told */
export async function markTold(trx: Trx, id: number, at: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('blackouts')
    .set({ toldAt: at })
    .where('id', '=', id)
    .where('toldAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ends it now, or removes it when it has not begun. */
export async function cutBlackout(trx: Trx, { id, beginsAt }: Blackout, now: number): Promise<void> {
  if (beginsAt > now) await trx.deleteFrom('blackouts').where('id', '=', id).execute();
  else await trx.updateTable('blackouts').set({ endsAt: now }).where('id', '=', id).execute();
}

/** Incidents of the site of which something happened since then, in the order in which they were opened. */
export async function incidentsChangedSince(
  trx: Trx,
  siteId: number,
  since: number,
): Promise<Omit<CampaignIncident, 'site' | 'url'>[]> {
  const rows = await trx
    .selectFrom('incidents')
    .select(['number', 'kindsJson', 'status', 'openedAt'])
    .where('siteId', '=', siteId)
    .where('changedAt', '>=', since)
    .orderBy('number')
    .execute();
  return rows.map(({ kindsJson, ...incident }) => ({ ...incident, kinds: JSON.parse(kindsJson) }));
}
