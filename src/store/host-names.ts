/** The names of registered hosts: each host is a target of its own, with what is accepted of it. */
import { newTargetState } from '../core/confirm.ts';
import type { AcceptedNames } from '../core/names/accepted-names.ts';
import type { NameLook, NamePart } from '../core/names/name-look.ts';
import type { Database, Trx } from './database.ts';
import type { HostNamesRow, TargetRow } from './schema.ts';
import { restingAt } from './suspected-pages.ts';
import { endSuspects } from './suspects.ts';
import { neverLookedAt } from './targets.ts';

/** A host of a registered page. */
export interface WatchedHost {
  readonly siteId: number;
  /** As in `URL.hostname`. */
  readonly host: string;
  /** The first registered address on it. */
  readonly homeUrl: string;
}

/** The target's address: RFC 4501. */
function namesUrl(host: string): string {
  return `dns:${host}`;
}

/** Hosts of registered pages of active sites, each once. */
export async function watchedHosts(db: Database | Trx, siteId?: number): Promise<WatchedHost[]> {
  let query = db
    .selectFrom('targets')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .select(['targets.siteId', 'targets.url'])
    .where('targets.role', '=', 'registered')
    .where('sites.status', '!=', 'removed')
    .orderBy('targets.siteId')
    .orderBy('targets.position');
  if (siteId !== undefined) query = query.where('targets.siteId', '=', siteId);
  const hosts = new Map<string, WatchedHost>();
  for (const { siteId: site, url } of await query.execute()) {
    const host = URL.parse(url)?.hostname ?? '';
    if (!hosts.has(host)) hosts.set(host, { siteId: site, host, homeUrl: url });
  }
  return [...hosts.values()];
}

/** Begins to watch the names of a host; one that is watched is left alone. */
export async function addHostNames(trx: Trx, { siteId, host, homeUrl }: WatchedHost, now: number): Promise<void> {
  const url = namesUrl(host);
  if (await trx.selectFrom('targets').select('id').where('url', '=', url).executeTakeFirst()) return;
  const last = await trx
    .selectFrom('targets')
    .select((eb) => eb.fn.max('position').as('position'))
    .where('siteId', '=', siteId)
    .executeTakeFirst();
  const position = Number(last?.position ?? 0) + 1;
  const id = `${siteId}.${position}`;
  const row: TargetRow = {
    id,
    siteId,
    position,
    url,
    host,
    everyMs: null,
    role: 'names',
    status: 'ok',
    stateJson: JSON.stringify({ ...newTargetState(now), status: 'ok' }),
    baselineVersion: 0,
    nextCheckAt: now,
    nextTier: 'names',
    nextBrowserAt: restingAt,
    ...neverLookedAt,
  };
  await trx.insertInto('targets').values(row).execute();
  await trx
    .insertInto('hostNames')
    .values({ targetId: id, siteId, homeUrl, ...nothingYet })
    .execute();
}

/** Ends the watching of a host that has no registered page any more; its name becomes free to be watched again. */
export async function retireHostNames(trx: Trx, { id, url }: TargetRow, now: number): Promise<void> {
  await trx.deleteFrom('hostNames').where('targetId', '=', id).execute();
  await trx
    .updateTable('targets')
    .set({ url: `removed:${id}:${url}`, nextCheckAt: restingAt, leaseOwner: null, leaseUntil: null, lastLevel: null })
    .where('id', '=', id)
    .execute();
  await endSuspects(trx, id, 'closed', now);
}

const nothingYet = {
  acceptedJson: null,
  lookJson: null,
  registrationAt: null,
  listingsAt: null,
  routesAt: null,
  expiresAt: null,
} as const;

export async function getHostNames(db: Database | Trx, targetId: string): Promise<HostNamesRow | null> {
  return (await db.selectFrom('hostNames').selectAll().where('targetId', '=', targetId).executeTakeFirst()) ?? null;
}

export async function hostNamesOf(db: Database, siteId: number): Promise<HostNamesRow[]> {
  return db.selectFrom('hostNames').selectAll().where('siteId', '=', siteId).orderBy('targetId').execute();
}

export function acceptedOf({ acceptedJson }: Pick<HostNamesRow, 'acceptedJson'>): AcceptedNames | null {
  return acceptedJson === null ? null : (JSON.parse(acceptedJson) as AcceptedNames);
}

export interface SeenNames {
  readonly look: NameLook;
  readonly accepted: AcceptedNames | null;
  readonly parts: readonly NamePart[];
  /** More looks are needed before anything is judged against what is accepted. */
  readonly isLearning: boolean;
}

/** @param checkId under which the look is kept as evidence; null for one that shows nothing bad */
export async function saveHostNames(
  trx: Trx,
  targetId: string,
  { look, accepted, parts }: SeenNames,
  checkId: number | null,
): Promise<void> {
  const lookJson = JSON.stringify(look);
  await trx
    .updateTable('hostNames')
    .set({
      acceptedJson: accepted === null ? null : JSON.stringify(accepted),
      lookJson,
      ...(parts.includes('registration') ? { registrationAt: look.at } : {}),
      ...(parts.includes('listings') ? { listingsAt: look.at } : {}),
      ...(parts.includes('routes') ? { routesAt: look.at } : {}),
    })
    .where('targetId', '=', targetId)
    .execute();
  if (checkId !== null) await trx.insertInto('nameLooks').values({ checkId, lookJson }).execute();
}

/** People decided what is right. */
export async function setAccepted(trx: Trx, targetId: string, accepted: AcceptedNames | null): Promise<void> {
  await trx
    .updateTable('hostNames')
    .set({ acceptedJson: accepted === null ? null : JSON.stringify(accepted) })
    .where('targetId', '=', targetId)
    .execute();
}

/** The look that a check was made of, where it was kept. */
export async function getNameLook(db: Database | Trx, checkId: number): Promise<NameLook | null> {
  const row = await db.selectFrom('nameLooks').select('lookJson').where('checkId', '=', checkId).executeTakeFirst();
  return row ? (JSON.parse(row.lookJson) as NameLook) : null;
}

/** The end of the domain as people know it, where no registry says it; null takes it back. */
export async function setDomainEnd(trx: Trx, siteId: number, expiresAt: number | null): Promise<void> {
  await trx.updateTable('hostNames').set({ expiresAt }).where('siteId', '=', siteId).execute();
}
