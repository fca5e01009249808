/** Changes what is registered about a site, by the same vetting as its registration. */
import { createHash } from 'node:crypto';
import { VonggacError } from '../core/errors.ts';
import type { Words } from '../core/model.ts';
import { type AgencyLanguage, findAgency, setAgencyLanguage } from '../store/agencies.ts';
import { appendAudit } from '../store/audit.ts';
import { replaceProfileBaselines, setCurrentBaseline } from '../store/baselines.ts';
import type { Trx } from '../store/database.ts';
import { retireHostNames } from '../store/host-names.ts';
import { dropUnsentTo } from '../store/outbox.ts';
import {
  addTargets,
  agencyIdOf,
  findTargets,
  getSite,
  type RegisteredSite,
  retireTarget,
  setRecipients,
  updateSite,
} from '../store/registry.ts';
import type { TargetRow } from '../store/schema.ts';
import { stateOf } from '../store/targets.ts';
import { isStillTold } from './acknowledge-link.ts';
import { watchHostNamesOf } from './names/watch-host-names.ts';
import type { DeskParts } from './parts.ts';
import { mostPages, type SiteRequest, type Vet, type VettedSite, vetSite } from './register-site.ts';

export interface SiteEdit {
  /** What holds from now on; `paths` are further pages besides those that are watched. */
  readonly request: Omit<SiteRequest, 'url' | 'language'>;
  readonly language: AgencyLanguage | null;
  /** Targets that are not watched any more. */
  readonly stop: readonly string[];
  /** `markOf` the site that the person saw. */
  readonly mark: string;
}

export interface Edited {
  readonly isChanged: boolean;
  readonly warnings: readonly Words[];
}

type EditParts = Pick<DeskParts, 'db' | 'clock' | 'config'> & { readonly vet: Vet };

/**
 * Names exactly what is registered: two people who change the same site do not undo each other's change unseen.
 * @param language the agency's, which may also be chosen elsewhere
 */
export function markOf(site: RegisteredSite, language: AgencyLanguage | null): string {
  const { name, agencyId, importance, consent, mayProbe, recipients, targets } = site;
  const pages = targets.filter(({ role }) => role === 'registered').map(({ id }) => id);
  const all = [name, agencyId, language, importance, consent, mayProbe, recipients, pages];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 32);
}

export async function editSite(parts: EditParts, siteId: number, edit: SiteEdit, actor: string): Promise<Edited> {
  const seen = await getSite(parts.db, siteId);
  if (!seen) throw missing(siteId);
  // What is watched already was vetted: a host that is lost now must not keep anybody from mending the recipients.
  const known = new Set(seen.targets.map(({ host }) => host));
  const vet: Vet = async (url) => (known.has(new URL(url).hostname) ? { status: 'allowed' } : parts.vet(url));
  const vetted = await vetSite({ ...edit.request, url: seen.url }, vet);
  const now = parts.clock();
  const isChanged = await parts.db.transaction().execute(async (trx) => {
    const before = await getSite(trx, siteId);
    if (!before) throw missing(siteId);
    const agency = before.agencyId === null ? null : await findAgency(trx, { id: before.agencyId });
    if (markOf(before, agency?.language ?? null) !== edit.mark) {
      throw new VonggacError('refused', 'Somebody changed this site meanwhile: look at it again, then change it.', {
        vi: 'Người khác vừa sửa cổng này. Hãy mở lại trang để xem thông tin mới rồi sửa.',
      });
    }
    const detail = {
      ...(await changeFields(trx, parts, before, vetted, edit.language, agency?.language ?? null)),
      ...(await changePages(trx, before, vetted, edit.stop, now)),
    };
    if (Object.keys(detail).length === 0) return false;
    if (parts.config.names.enabled) await watchHostNamesOf(trx, siteId, now);
    await appendAudit(trx, { at: now, actor, act: 'site-changed', subject: `site ${siteId}`, detail });
    return true;
  });
  return { isChanged, warnings: vetted.warnings };
}

type Detail = Record<string, string | boolean | null>;

async function changeFields(
  trx: Trx,
  { config }: EditParts,
  before: RegisteredSite,
  { name, emails, request }: VettedSite,
  language: AgencyLanguage | null,
  shown: AgencyLanguage | null,
): Promise<Detail> {
  const agency = request.agency?.trim() || null;
  const isKnown = agency !== null && (await findAgency(trx, { name: agency })) !== null;
  const agencyId = agency === null ? null : await agencyIdOf(trx, agency);
  const after = {
    name,
    agencyId,
    importance: request.importance ?? before.importance,
    consent: request.consent ?? null,
    mayProbe: request.probe ? 1 : 0,
  };
  await updateSite(trx, before.id, after);
  await setRecipients(trx, before.id, emails);
  const left = without(before.recipients, emails);
  const strangers = left.filter((one) => !isStillTold(config, { ...before, recipients: emails }, one));
  await dropUnsentTo(trx, before.id, strangers);
  // Another agency that is known already keeps its language unless the person chose one.
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
    throw new VonggacError('refused', `${taken.url} is watched already.`, {
      vi: `${taken.url} đã được theo dõi từ trước.`,
    });
  }
  assertFew(left.length + fresh.length);
  await addTargets(trx, before.id, fresh, request.everyMs ?? left[0]?.everyMs ?? null, now);
  const hosts = new Set([...left, ...fresh].map(({ host }) => host));
  const names = await trx
    .selectFrom('targets')
    .selectAll()
    .where('siteId', '=', before.id)
    .where('role', '=', 'names')
    .where('url', 'like', 'dns:%')
    .execute();
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
