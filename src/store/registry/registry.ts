/** Agencies, sites, recipients and targets: what is monitored for whom. */
import type { Tag } from '../../core/domain/tag.ts';
import { newTargetState } from '../../core/judge/confirm.ts';
import type { AgencyContact } from '../../core/people/contact.ts';
import { restingAt } from '../../core/timetable.ts';
import { targetState } from '../codecs/target-codecs.ts';
import type { Database, Trx } from '../handle.ts';
import { endSuspects } from '../incidents/suspects.ts';
import type { SiteRow, TargetRow } from '../schema/schema.ts';
import { isShownTarget } from '../targets/suspected-pages.ts';
import { neverLookedAt } from '../targets/targets.ts';
import { type AgencyLanguage, setAgencyLanguage } from './agencies.ts';
import { contactsByAgency } from './contacts.ts';
import { markedRemoved } from './removed-address.ts';
import { addTags, tagsOfSites } from './tags.ts';

export interface NewSite {
  readonly name: string;
  readonly url: string;
  readonly agency: string | null;
  /** The agency's; unchanged when omitted. */
  readonly language?: AgencyLanguage | undefined;
  readonly recipients: readonly string[];
  readonly importance: SiteRow['importance'];
  readonly consent: string | null;
  /** `SiteTable.mayProbe`; no when omitted. */
  readonly mayProbe?: boolean;
  readonly everyMs: number | null;
  readonly tags?: readonly Tag[];
  /** Normalised addresses, the home page first. */
  readonly targets: readonly { readonly url: string; readonly host: string }[];
}

/** A site with all its registered data. */
export interface RegisteredSite extends SiteRow {
  readonly agency: string | null;
  /** Recipients of this portal only. */
  readonly recipients: readonly string[];
  readonly tags: readonly Tag[];
  /** Recipients of all portals of the agency. */
  readonly contacts: readonly AgencyContact[];
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
  await addTags(trx, id, site.tags ?? []);
  await addTargets(trx, id, site.targets, site.everyMs, now);
  return id;
}

/** Creates the agency when its name is new. */
export async function agencyIdOf(trx: Trx, name: string): Promise<number> {
  const known = await trx.selectFrom('agencies').select('id').where('name', '=', name).executeTakeFirst();
  if (known) return known.id;
  return (await trx.insertInto('agencies').values({ name, language: null }).returning('id').executeTakeFirstOrThrow())
    .id;
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

/** Numbers continue after the site's last target. */
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
        role: 'registered',
        everyMs,
        status: 'learning',
        stateJson: targetState.encode(newTargetState(now)),
        baselineVersion: 0,
        nextCheckAt: now,
        nextTier: 'browser',
        nextBrowserAt: now,
        ...neverLookedAt,
      })
      // A discovered page that is now registered starts over, keeping its number.
      .onConflict((c) =>
        c.column('url').doUpdateSet({
          role: 'registered',
          everyMs,
          status: 'learning',
          stateJson: targetState.encode(newTargetState(now)),
          nextCheckAt: now,
          nextTier: 'browser',
        }),
      )
      .execute();
  }
}

/** Every site that was not removed, or the requested ones. */
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
  const contacts = await contactsByAgency(
    db,
    sites.map(({ agencyId }) => agencyId),
  );
  const tags = await tagsOfSites(db, wanted);
  const targetsOf = Map.groupBy(targets, (target) => target.siteId);
  const recipientsOf = Map.groupBy(recipients, (recipient) => recipient.siteId);
  return sites.map((site) => ({
    ...site,
    targets: targetsOf.get(site.id) ?? [],
    recipients: (recipientsOf.get(site.id) ?? []).map((recipient) => recipient.email),
    tags: tags.get(site.id) ?? [],
    contacts: contacts.get(site.agencyId ?? 0) ?? [],
  }));
}

export async function sitesOfAgency(db: Database | Trx, agencyId: number): Promise<RegisteredSite[]> {
  const rows = await db.selectFrom('sites').select('id').where('agencyId', '=', agencyId).execute();
  return rows.length === 0
    ? []
    : listSites(
        db,
        rows.map(({ id }) => id),
      );
}

export async function getSite(db: Database | Trx, id: number): Promise<RegisteredSite | null> {
  return (await listSites(db, [id]))[0] ?? null;
}

/** Null: belongs to no agency. */
export async function agencyIdOfSite(db: Database | Trx, id: number): Promise<number | null> {
  const row = await db.selectFrom('sites').select('agencyId').where('id', '=', id).executeTakeFirst();
  return row?.agencyId ?? null;
}

/** Targets that already have one of these addresses. */
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

/** Replaces the site's recipients. */
export async function setRecipients(trx: Trx, siteId: number, emails: readonly string[]): Promise<void> {
  await trx
    .deleteFrom('recipients')
    .where('siteId', '=', siteId)
    .where('email', 'not in', [...emails])
    .execute();
  await addRecipients(trx, siteId, emails);
}

/**
 * Stops watching one page: it becomes a discovered page without suspicion. What was learned is forgotten; if registered
 * again it keeps its number and is learned anew.
 */
export async function retireTarget(trx: Trx, target: TargetRow, now: number): Promise<void> {
  await trx
    .updateTable('targets')
    .set({
      role: 'found',
      status: 'ok',
      stateJson: targetState.encode({ ...newTargetState(now), status: 'ok' }),
      nextCheckAt: restingAt,
      nextTier: 'http',
      leaseOwner: null,
      leaseUntil: null,
      lastLevel: null,
      lastKind: null,
      cleanEtagJson: null,
    })
    .where('id', '=', target.id)
    .execute();
  await endSuspects(trx, target.id, 'closed', now);
}

export type Pause = Pick<SiteRow, 'pauseReason' | 'pausedUntil'>;

const notPaused: Pause = { pauseReason: null, pausedUntil: null };

export async function setSiteStatus(
  trx: Trx,
  id: number,
  status: SiteRow['status'],
  pause: Pause = notPaused,
): Promise<void> {
  await trx
    .updateTable('sites')
    .set({ status, ...pause })
    .where('id', '=', id)
    .execute();
}

/** Sites whose pause has ended. */
export async function sitesToResume(db: Database, now: number): Promise<number[]> {
  const rows = await db
    .selectFrom('sites')
    .select('id')
    .where('pausedUntil', '<=', now)
    .where('status', '=', 'paused')
    .execute();
  return rows.map(({ id }) => id);
}

/** @returns whether this is the site's first consent */
export async function agreeToProbes(trx: Trx, id: number, consent: string): Promise<boolean> {
  const result = await trx
    .updateTable('sites')
    .set({ mayProbe: 1, consent })
    .where('id', '=', id)
    .where('mayProbe', '=', 0)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Stops watching the site; looks, incidents and evidence stay. Its addresses can be registered again. */
export async function removeSite(trx: Trx, id: number): Promise<void> {
  await setSiteStatus(trx, id, 'removed');
  await trx.deleteFrom('foundPages').where('siteId', '=', id).execute();
  await trx.deleteFrom('discoveries').where('siteId', '=', id).execute();
  await trx.deleteFrom('hostNames').where('siteId', '=', id).execute();
  const targets = await trx.selectFrom('targets').select(['id', 'url']).where('siteId', '=', id).execute();
  for (const target of targets) {
    await trx
      .updateTable('targets')
      .set({ url: markedRemoved(target.id, target.url), leaseOwner: null, leaseUntil: null })
      .where('id', '=', target.id)
      .execute();
  }
}

export async function siteNames(db: Database): Promise<Map<number, string>> {
  const rows = await db.selectFrom('sites').select(['id', 'name']).execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Whether the agency agreed to probes for names of dropped files. */
export async function mayProbe(db: Database, siteId: number): Promise<boolean> {
  const site = await db.selectFrom('sites').select('mayProbe').where('id', '=', siteId).executeTakeFirst();
  return site?.mayProbe === 1;
}
