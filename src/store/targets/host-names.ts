/** Names of registered hosts: each host is its own target, with its accepted names. */
import { newTargetState } from '../../core/judge/confirm.ts';
import type { AcceptedNames } from '../../core/names/accepted-names.ts';
import type { NameLook, NamePart } from '../../core/names/name-look.ts';
import { restingAt } from '../../core/timetable.ts';
import { acceptedNames, nameLook, targetState } from '../codecs/target-codecs.ts';
import type { Database, Trx } from '../handle.ts';
import { endSuspects } from '../incidents/suspects.ts';
import { markedRemoved } from '../registry/removed-address.ts';
import type { HostNamesRow, TargetRow } from '../schema/schema.ts';
import { neverLookedAt } from './targets.ts';

/** A host of a registered page. */
export interface WatchedHost {
  readonly siteId: number;
  /** As in `URL.hostname`. */
  readonly host: string;
  /** The first registered address on the host. */
  readonly homeUrl: string;
}

/** The target's address, as in RFC 4501. */
function namesUrl(host: string): string {
  return `dns:${host}`;
}

/** Distinct hosts of registered pages of active sites. */
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

/** Starts watching the names of a host; an existing watch is left alone. */
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
    stateJson: targetState.encode({ ...newTargetState(now), status: 'ok' }),
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

/** Stops watching a host without registered pages; its name can be watched again later. */
export async function retireHostNames(trx: Trx, { id, url }: TargetRow, now: number): Promise<void> {
  await trx.deleteFrom('hostNames').where('targetId', '=', id).execute();
  await trx
    .updateTable('targets')
    .set({ url: markedRemoved(id, url), nextCheckAt: restingAt, leaseOwner: null, leaseUntil: null, lastLevel: null })
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

export function acceptedOf({
  targetId,
  acceptedJson,
}: Pick<HostNamesRow, 'targetId' | 'acceptedJson'>): AcceptedNames | null {
  return acceptedJson === null ? null : acceptedNames.decode(acceptedJson, targetId);
}

export interface SeenNames {
  readonly look: NameLook;
  readonly accepted: AcceptedNames | null;
  readonly parts: readonly NamePart[];
  /** More looks are needed before there are accepted names to judge against. */
  readonly isLearning: boolean;
}

/** @param checkId the check that keeps the look as evidence; null when the look found nothing bad */
export async function saveHostNames(
  trx: Trx,
  targetId: string,
  { look, accepted, parts }: SeenNames,
  checkId: number | null,
): Promise<void> {
  const lookJson = nameLook.encode(look);
  await trx
    .updateTable('hostNames')
    .set({
      acceptedJson: accepted === null ? null : acceptedNames.encode(accepted),
      lookJson,
      ...(parts.includes('registration') ? { registrationAt: look.at } : {}),
      ...(parts.includes('listings') ? { listingsAt: look.at } : {}),
      ...(parts.includes('routes') ? { routesAt: look.at } : {}),
    })
    .where('targetId', '=', targetId)
    .execute();
  if (checkId !== null) await trx.insertInto('nameLooks').values({ checkId, lookJson }).execute();
}

/** Sets what people accepted. */
export async function setAccepted(trx: Trx, targetId: string, accepted: AcceptedNames | null): Promise<void> {
  await trx
    .updateTable('hostNames')
    .set({ acceptedJson: accepted === null ? null : acceptedNames.encode(accepted) })
    .where('targetId', '=', targetId)
    .execute();
}

/** The latest look at the host's names. */
export function latestNameLook({ targetId, lookJson }: HostNamesRow): NameLook | null {
  return lookJson === null ? null : nameLook.decode(lookJson, targetId);
}

/** The name look behind a check, when it was kept. */
export async function getNameLook(db: Database | Trx, checkId: number): Promise<NameLook | null> {
  const row = await db.selectFrom('nameLooks').select('lookJson').where('checkId', '=', checkId).executeTakeFirst();
  return row ? nameLook.decode(row.lookJson, checkId) : null;
}

/** Domain expiry entered by hand, for registries that don't publish it; null clears it. */
export async function setDomainEnd(trx: Trx, siteId: number, expiresAt: number | null): Promise<void> {
  await trx.updateTable('hostNames').set({ expiresAt }).where('siteId', '=', siteId).execute();
}

/** The names targets of a site's hosts. */
export async function hostNameTargets(trx: Trx, siteId: number): Promise<TargetRow[]> {
  return trx
    .selectFrom('targets')
    .selectAll()
    .where('siteId', '=', siteId)
    .where('role', '=', 'names')
    .where('url', 'like', 'dns:%')
    .execute();
}
