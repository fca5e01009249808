/** Changes a site's registration, with the same vetting as registering it. */

import { createHash } from 'node:crypto';
import type { Tag } from '../../core/domain/tag.ts';
import type { Words } from '../../core/domain/words.ts';
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { Trx } from '../../store/handle.ts';
import { dropUnsentTo } from '../../store/outbox/outbox.ts';
import { appendAudit } from '../../store/records/audit.ts';
import type { AuditDetails } from '../../store/records/audit-details.ts';
import { type AgencyLanguage, findAgency, setAgencyLanguage } from '../../store/registry/agencies.ts';
import { contactsOf } from '../../store/registry/contacts.ts';
import {
  addTargets,
  agencyIdOf,
  findTargets,
  getSite,
  type RegisteredSite,
  retireTarget,
  setRecipients,
  updateSite,
} from '../../store/registry/registry.ts';
import { setTags } from '../../store/registry/tags.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import { replaceProfileBaselines, setCurrentBaseline } from '../../store/targets/baselines.ts';
import { hostNameTargets, retireHostNames } from '../../store/targets/host-names.ts';
import { stateOf } from '../../store/targets/targets.ts';
import { write } from '../../store/write.ts';
import { watchHostNamesOf } from '../names/watch-host-names.ts';
import { isStillNotified } from '../notices/acknowledge-link.ts';
import type { OperatorParts } from '../parts.ts';
import { mostPages, type Vet, vetSite } from './register-site.ts';
import type { SiteRequest, VettedSite } from './site-request.ts';

export interface SiteEdit {
  /** The new registration; `paths` are further pages besides those already watched. */
  readonly request: Omit<SiteRequest, 'url' | 'language'>;
  readonly language: AgencyLanguage | null;
  /** Targets to stop watching. */
  readonly stop: readonly string[];
  /** The version (`versionOf`) of the site that the person saw. */
  readonly version: string;
}

export interface Edited {
  readonly isChanged: boolean;
  readonly warnings: readonly Words[];
}

type EditParts = Pick<OperatorParts, 'db' | 'clock' | 'config' | 'endpointsOf'> & { readonly vet: Vet };

/**
 * Version of exactly what is registered, so that two people who edit the same site can't silently overwrite each other.
 * @param language the agency's, which can also be changed elsewhere
 */
export function versionOf(site: RegisteredSite, language: AgencyLanguage | null): string {
  const { name, agencyId, importance, consent, mayProbe, recipients, tags, targets } = site;
  const pages = targets.filter(({ role }) => role === 'registered').map(({ id }) => id);
  const all = [name, agencyId, language, importance, consent, mayProbe, recipients, tags.map((tag) => tag.name), pages];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 32);
}

export async function editSite(parts: EditParts, actor: Actor, siteId: number, edit: SiteEdit): Promise<Edited> {
  const seen = await getSite(parts.db, siteId);
  if (!seen) throw missing(siteId);
  assertMay(actor, 'manage-sites', seen.agencyId);
  // Hosts already watched were vetted before; one that no longer resolves must not block a change of recipients.
  const known = new Set(seen.targets.map(({ host }) => host));
  const vet: Vet = async (url) => (known.has(new URL(url).hostname) ? { status: 'allowed' } : parts.vet(url));
  const vetted = await vetSite({ ...edit.request, url: seen.url }, vet);
  const now = parts.clock();
  const isChanged = await write(parts.db, async (trx) => {
    const before = await getSite(trx, siteId);
    if (!before) throw missing(siteId);
    assertMay(actor, 'manage-sites', before.agencyId);
    const agency = before.agencyId === null ? null : await findAgency(trx, { id: before.agencyId });
    if (versionOf(before, agency?.language ?? null) !== edit.version) {
      throw new VonggacError(
        'refused',
        'Somebody else has changed this site in the meantime: review it, then change it.',
        {
          vi: 'Người khác vừa sửa cổng này. Hãy mở lại trang để xem thông tin mới rồi sửa.',
        },
      );
    }
    const detail = {
      ...(await changeFields(trx, parts, actor, before, vetted, edit.language, agency?.language ?? null)),
      ...(await changePages(trx, before, vetted, edit.stop, now)),
    };
    if (Object.keys(detail).length === 0) return false;
    if (parts.config.names.enabled) await watchHostNamesOf(trx, siteId, now);
    await appendAudit(trx, { at: now, actor: actor.name, act: 'site-changed', subject: `site ${siteId}`, detail });
    return true;
  });
  return { isChanged, warnings: vetted.warnings };
}

type Detail = AuditDetails;

async function changeFields(
  trx: Trx,
  { config, endpointsOf }: EditParts,
  actor: Actor,
  before: RegisteredSite,
  { name, emails, tags, request }: VettedSite,
  language: AgencyLanguage | null,
  shown: AgencyLanguage | null,
): Promise<Detail> {
  const agency = request.agency?.trim() || null;
  const isKnown = agency !== null && (await findAgency(trx, { name: agency })) !== null;
  const agencyId = agency === null ? null : await agencyIdOf(trx, agency);
  // The actor also needs the permission in the new agency.
  assertMay(actor, 'manage-sites', agencyId);
  const after = {
    name,
    agencyId,
    importance: request.importance ?? before.importance,
    consent: request.consent ?? null,
    mayProbe: request.probe ? 1 : 0,
  };
  await updateSite(trx, before.id, after);
  await setRecipients(trx, before.id, emails);
  if (request.tags) await setTags(trx, before.id, tags);
  const left = without(before.recipients, emails);
  const now = { ...before, agency, recipients: emails, contacts: await contactsOf(trx, agencyId) };
  const strangers = [...left, ...before.contacts.flatMap(({ email }) => email ?? [])].filter(
    (one) => !isStillNotified(config, now, one),
  );
  await dropUnsentTo(trx, before.id, strangers.flatMap(endpointsOf));
  // When moved to another existing agency, that agency keeps its language unless the person chose one.
  const mayStay = agencyId !== before.agencyId && isKnown && language === shown;
  const speaks = agencyId !== null && !mayStay && (await setAgencyLanguage(trx, agencyId, language));
  return {
    ...fromTo('name', before.name, name),
    ...fromTo('agency', before.agency, agency),
    ...fromTo('importance', before.importance, after.importance),
    ...fromTo('consent', before.consent, after.consent),
    ...(before.mayProbe === after.mayProbe ? {} : { [after.mayProbe === 1 ? 'probe' : 'probeEnded']: true }),
    ...(speaks ? { language: language ?? 'vi, en' } : {}),
    ...listed('recipientsAdded', without(emails, before.recipients)),
    ...listed('recipientsRemoved', left),
    ...(request.tags ? changedTags(before.tags, tags) : {}),
  };
}

async function changePages(
  trx: Trx,
  before: RegisteredSite,
  { addresses, request }: VettedSite,
  stop: readonly string[],
  now: number,
): Promise<Detail> {
  const watched = before.targets.filter(({ role }) => role === 'registered');
  const gone = watched.filter(({ id, url }) => stop.includes(id) && url !== before.url);
  for (const target of gone) await stopWatching(trx, target, now);
  const left = watched.filter((target) => !gone.includes(target));
  const fresh = addresses.filter(({ url }) => !left.some((target) => target.url === url));
  const [taken] = await findTargets(
    trx,
    fresh.map(({ url }) => url),
  );
  if (taken) {
    throw new VonggacError('refused', `${taken.url} is already monitored.`, {
      vi: `${taken.url} đã được theo dõi từ trước.`,
    });
  }
  assertFew(left.length + fresh.length);
  await addTargets(trx, before.id, fresh, request.everyMs ?? left[0]?.everyMs ?? null, now);
  const hosts = new Set([...left, ...fresh].map(({ host }) => host));
  const names = await hostNameTargets(trx, before.id);
  for (const target of names.filter(({ host }) => gone.length > 0 && !hosts.has(host))) {
    assertQuiet(target);
    await retireHostNames(trx, target, now);
  }
  return {
    ...listed(
      'pagesAdded',
      fresh.map(({ url }) => url),
    ),
    ...listed(
      'pagesRemoved',
      gone.map(({ url }) => url),
    ),
  };
}

async function stopWatching(trx: Trx, target: TargetRow, now: number): Promise<void> {
  assertQuiet(target);
  await setCurrentBaseline(trx, target.id, 0);
  await replaceProfileBaselines(trx, target.id);
  await retireTarget(trx, target, now);
}

function assertQuiet(target: TargetRow): void {
  if (stateOf(target).status !== 'firing') return;
  throw new VonggacError('refused', `${target.url} has an open incident: resolve or dismiss it first.`, {
    vi: `${target.url} đang có sự cố mở: hãy kết thúc sự cố trước khi thôi theo dõi.`,
  });
}

function assertFew(pages: number): void {
  if (pages <= mostPages) return;
  throw new VonggacError('bad-input', `A site has at most ${mostPages} pages, this one would have ${pages}.`, {
    vi: `Mỗi cổng theo dõi tối đa ${mostPages} trang, danh sách này có ${pages} trang: hãy bớt lại.`,
  });
}

/** A tag whose spelling changed is removed and added. */
export function changedTags(before: readonly Tag[], after: readonly Tag[]): Detail {
  const names = (tags: readonly Tag[]) => tags.map(({ name }) => name);
  const added = without(names(after), names(before)).join(', ');
  const removed = without(names(before), names(after)).join(', ');
  return { ...(added === '' ? {} : { tagsAdded: added }), ...(removed === '' ? {} : { tagsRemoved: removed }) };
}

function fromTo(what: string, before: string | null, after: string | null): Detail {
  return before === after ? {} : { [`${what}Before`]: before, [`${what}After`]: after };
}

function listed(what: string, values: readonly string[]): Detail {
  return values.length === 0 ? {} : { [what]: values.join(' ') };
}

function without(values: readonly string[], others: readonly string[]): string[] {
  return values.filter((value) => !others.includes(value));
}

function missing(siteId: number): VonggacError {
  return new VonggacError('not-found', `There is no site ${siteId}: see 'vonggac site list'.`);
}
