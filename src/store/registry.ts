/** Agencies, sites, recipients and targets: what is watched for whom. */
import { newTargetState } from '../core/confirm.ts';
import { type AgencyLanguage, setAgencyLanguage } from './agencies.ts';
import type { Database, Trx } from './database.ts';
import type { SiteRow, TargetRow } from './schema.ts';
import { isShownTarget, restingAt } from './suspected-pages.ts';
import { endSuspects } from './suspects.ts';
import { neverLookedAt } from './targets.ts';

export interface NewSite {
  readonly name: string;
  readonly url: string;
  readonly agency: string | null;
  /** Of the agency; left out: as it is. */
  readonly language?: AgencyLanguage | undefined;
  readonly recipients: readonly string[];
  readonly importance: SiteRow['importance'];
  readonly consent: string | null;
  /** `SiteTable.mayProbe`; no when left out. */
  readonly mayProbe?: boolean;
  readonly everyMs: number | null;
  /** Normalised addresses, the home page first. */
  readonly targets: readonly { readonly url: string; readonly host: string }[];
}

/** A site with everything that is registered about it. */
export interface RegisteredSite extends SiteRow {
  readonly agency: string | null;
  readonly recipients: readonly string[];
  readonly targets: readonly TargetRow[];
}

/** @returns the site's number; the first looks are due at once */
export async function insertSite(trx: Trx, site: NewSite, now: number): Promise<number> {
  const agencyId = site.agency === null ? null : await agencyIdOf(trx, site.agency);
  if (agencyId !== null && site.language) await setAgencyLanguage(trx, agencyId, site.language);
  const { id } = await trx
    .insertInto('sites')
    .values({
      name: site.name,
      url: site.url,
      agencyId,
      status: 'active',
      importance: site.importance,
      consent: site.consent,
      mayProbe: site.mayProbe ? 1 : 0,
      createdAt: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await addRecipients(trx, id, site.recipients);
  await addTargets(trx, id, site.targets, site.everyMs, now);
  return id;
}

/** Creates an agency that nobody named before. */
export async function agencyIdOf(trx: Trx, name: string): Promise<number> {
  const known = await trx.selectFrom('agencies').select('id').where('name', '=', name).executeTakeFirst();
  if (known) return known.id;
  return (await trx.insertInto('agencies').values({ name }).returning('id').executeTakeFirstOrThrow()).id;
}

export async function addRecipients(trx: Trx, siteId: number, emails: readonly string[]): Promise<void> {
  for (const email of emails) {
    await trx
      .insertInto('recipients')
      .values({ siteId, email })
      .onConflict((c) => c.doNothing())
      .execute();
  }
}

/** Numbers the targets on from the site's last one. */
export async function addTargets(
  trx: Trx,
  siteId: number,
  targets: NewSite['targets'],
  everyMs: number | null,
  now: number,
): Promise<void> {
  const last = await trx
    .selectFrom('targets')
    .select((eb) => eb.fn.max('position').as('position'))
    .where('siteId', '=', siteId)
    .executeTakeFirst();
  let position = Number(last?.position ?? 0);
  for (const { url, host } of targets) {
    position += 1;
    await trx
      .insertInto('targets')
      .values({
        id: `${siteId}.${position}`,
        siteId,
        position,
        url,
        host,
        everyMs,
        status: 'learning',
        stateJson: JSON.stringify(newTargetState(now)),
        baselineVersion: 0,
        nextCheckAt: now,
        nextTier: 'browser',
        nextBrowserAt: now,
        ...neverLookedAt,
      })
      // A page that discovery met and somebody registers now begins anew, under the number it has.
      .onConflict((c) =>
        c.column('url').doUpdateSet({
          role: 'registered',
          everyMs,
          status: 'learning',
          stateJson: JSON.stringify(newTargetState(now)),
          nextCheckAt: now,
          nextTier: 'browser',
        }),
      )
      .execute();
  }
}

/** Every site that was not removed, or the ones asked for. */
export async function listSites(db: Database | Trx, ids?: readonly number[]): Promise<RegisteredSite[]> {
  let query = db
    .selectFrom('sites')
    .leftJoin('agencies', 'agencies.id', 'sites.agencyId')
    .selectAll('sites')
    .select('agencies.name as agency')
    .where('sites.status', '!=', 'removed')
    .orderBy('sites.id');
  if (ids) query = query.where('sites.id', 'in', [...ids]);
  const sites = await query.execute();
  const wanted = sites.map((site) => site.id);
  if (wanted.length === 0) return [];
  const targets = await db
    .selectFrom('targets')
    .selectAll()
    .where('siteId', 'in', wanted)
    .where(isShownTarget())
    .orderBy('position')
    .execute();
  const recipients = await db
    .selectFrom('recipients')
    .selectAll()
    .where('siteId', 'in', wanted)
    .orderBy('email')
    .execute();
  const targetsOf = Map.groupBy(targets, (target) => target.siteId);
  const recipientsOf = Map.groupBy(recipients, (recipient) => recipient.siteId);
  return sites.map((site) => ({
    ...site,
    targets: targetsOf.get(site.id) ?? [],
    recipients: (recipientsOf.get(site.id) ?? []).map((recipient) => recipient.email),
  }));
}

export async function getSite(db: Database | Trx, id: number): Promise<RegisteredSite | null> {
  return (await listSites(db, [id]))[0] ?? null;
}

/** The site that watches one of these addresses already. */
export async function findTargets(db: Database | Trx, urls: readonly string[]): Promise<TargetRow[]> {
  if (urls.length === 0) return [];
  return db
    .selectFrom('targets')
    .selectAll()
    .where('url', 'in', [...urls])
    .where('role', '=', 'registered')
    .execute();
}

export async function updateSite(
  trx: Trx,
  id: number,
  changes: Pick<SiteRow, 'name' | 'agencyId' | 'importance' | 'consent' | 'mayProbe'>,
): Promise<void> {
  await trx.updateTable('sites').set(changes).where('id', '=', id).execute();
}

/** Exactly these people are told from now on. */
export async function setRecipients(trx: Trx, siteId: number, emails: readonly string[]): Promise<void> {
  await trx
    .deleteFrom('recipients')
    .where('siteId', '=', siteId)
    .where('email', 'not in', [...emails])
    .execute();
  await addRecipients(trx, siteId, emails);
}

/**
 * Ends the watching of one page: it becomes one that discovery knows and that is under no suspicion. What was learned is
 * forgotten; registered again it keeps its number and is learned anew.
 */
export async function retireTarget(trx: Trx, target: TargetRow, now: number): Promise<void> {
  await trx
    .updateTable('targets')
    .set({
      role: 'found',
      status: 'ok',
      stateJson: JSON.stringify({ ...newTargetState(now), status: 'ok' }),
      nextCheckAt: restingAt,
      nextTier: 'http',
      leaseOwner: null,
      leaseUntil: null,
      lastLevel: null,
      lastKind: null,
      cleanMarkJson: null,
    })
    .where('id', '=', target.id)
    .execute();
  await endSuspects(trx, target.id, 'closed', now);
}

export async function setSiteStatus(trx: Trx, id: number, status: SiteRow['status']): Promise<void> {
  await trx.updateTable('sites').set({ status }).where('id', '=', id).execute();
}

/** @returns whether the site had not agreed before */
export async function agreeToProbes(trx: Trx, id: number, consent: string): Promise<boolean> {
  const result = await trx
    .updateTable('sites')
    .set({ mayProbe: 1, consent })
    .where('id', '=', id)
    .where('mayProbe', '=', 0)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Ends the watching; looks, incidents and evidence stay. The addresses become free to be registered again. */
export async function removeSite(trx: Trx, id: number): Promise<void> {
  await setSiteStatus(trx, id, 'removed');
  await trx.deleteFrom('foundPages').where('siteId', '=', id).execute();
  await trx.deleteFrom('discoveries').where('siteId', '=', id).execute();
  await trx.deleteFrom('hostNames').where('siteId', '=', id).execute();
  const targets = await trx.selectFrom('targets').select(['id', 'url']).where('siteId', '=', id).execute();
  for (const target of targets) {
    await trx
      .updateTable('targets')
      .set({ url: `removed:${target.id}:${target.url}`, leaseOwner: null, leaseUntil: null })
      .where('id', '=', target.id)
      .execute();
  }
}
