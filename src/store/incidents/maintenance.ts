/** Maintenance of sites. */
import type { Insertable, Selectable } from 'kysely';
import type { CampaignIncident } from '../../core/notices/about-incidents.ts';
import type { Scope } from '../../core/people/actor.ts';
import { readable } from '../codecs/codec.ts';
import { incidentKinds } from '../codecs/incident-codecs.ts';
import type { Database, Trx } from '../handle.ts';
import { inScope } from '../reads/scope.ts';
import type { MaintenanceTable } from '../schema/schema-duty.ts';

export type Maintenance = Selectable<MaintenanceTable>;

/** @returns its number */
export async function insertMaintenance(
  trx: Trx,
  maintenance: Omit<Insertable<MaintenanceTable>, 'notifiedAt'>,
): Promise<number> {
  const { id } = await trx
    .insertInto('maintenance')
    .values({ ...maintenance, notifiedAt: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The maintenance that holds back mail about a site: it has begun, and the held alarms have not been sent. */
export async function heldBy(db: Database | Trx, siteId: number, now: number): Promise<Maintenance | null> {
  const row = await db
    .selectFrom('maintenance')
    .selectAll()
    .where('siteId', '=', siteId)
    .where('beginsAt', '<=', now)
    .where('notifiedAt', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** Current and upcoming ones, next first. */
export async function maintenanceAhead(db: Database | Trx, siteId: number, now: number): Promise<Maintenance[]> {
  return db
    .selectFrom('maintenance')
    .selectAll()
    .where('siteId', '=', siteId)
    .where('endsAt', '>', now)
    .orderBy('beginsAt')
    .execute();
}

export interface ListedMaintenance extends Maintenance {
  readonly siteName: string;
  readonly siteUrl: string;
}

/** Current and upcoming ones of all sites in scope, by number. */
export async function listMaintenanceAhead(
  db: Database,
  scope: Scope,
  { now, after, limit }: { readonly now: number; readonly after: number; readonly limit: number },
): Promise<ListedMaintenance[]> {
  return db
    .selectFrom('maintenance')
    .innerJoin('sites', 'sites.id', 'maintenance.siteId')
    .selectAll('maintenance')
    .select(['sites.name as siteName', 'sites.url as siteUrl'])
    .where(inScope(scope))
    .where('maintenance.endsAt', '>', now)
    .where('maintenance.id', '>', after)
    .orderBy('maintenance.id')
    .limit(limit)
    .execute();
}

/** End of the current maintenance, by site. */
export async function maintenanceEnds(
  db: Database,
  siteIds: readonly number[],
  now: number,
): Promise<ReadonlyMap<number, number>> {
  if (siteIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('maintenance')
    .select(['siteId', 'endsAt'])
    .where('siteId', 'in', [...siteIds])
    .where('beginsAt', '<=', now)
    .where('endsAt', '>', now)
    .execute();
  return new Map(rows.map(({ siteId, endsAt }) => [siteId, endsAt]));
}

/** Ended, with held alarms still to send. */
export async function maintenanceToNotify(db: Database, now: number): Promise<Maintenance[]> {
  return db.selectFrom('maintenance').selectAll().where('endsAt', '<=', now).where('notifiedAt', 'is', null).execute();
}

/** @returns false if it was already marked */
export async function markNotified(trx: Trx, id: number, at: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('maintenance')
    .set({ notifiedAt: at })
    .where('id', '=', id)
    .where('notifiedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ends it now, or removes it if it has not begun. */
export async function cutMaintenance(trx: Trx, { id, beginsAt }: Maintenance, now: number): Promise<void> {
  if (beginsAt > now) await trx.deleteFrom('maintenance').where('id', '=', id).execute();
  else await trx.updateTable('maintenance').set({ endsAt: now }).where('id', '=', id).execute();
}

/** Incidents of the site with activity since then, in opening order. */
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
  return rows.map(({ kindsJson, ...incident }) => ({
    ...incident,
    kinds: readable(() => incidentKinds.decode(kindsJson, incident.number)) ?? [],
  }));
}
