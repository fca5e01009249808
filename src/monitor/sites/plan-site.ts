/** What registering a vetted site would change: shown in previews, and carried out by the registry. */
import { mostTags, type Tag, tooMany } from '../../core/domain/tag.ts';
import { VonggacError } from '../../core/errors.ts';
import type { Database, Trx } from '../../store/handle.ts';
import { findAgency } from '../../store/registry/agencies.ts';
import { findTargets, getSite } from '../../store/registry/registry.ts';
import type { Registering, SiteAddress, VettedSite } from './site-request.ts';

export type SitePlan =
  | {
      readonly outcome: 'added';
      readonly pages: readonly SiteAddress[];
      readonly emails: readonly string[];
      readonly tags: readonly Tag[];
    }
  | {
      /** `extended`: the address is already watched and gets what is new in the request. */
      readonly outcome: 'extended' | 'unchanged';
      readonly siteId: number;
      readonly pages: readonly SiteAddress[];
      readonly emails: readonly string[];
      readonly tags: readonly Tag[];
      /** The request newly consents to probing for dropped files. */
      readonly isAgreed: boolean;
    };

/** @throws VonggacError `refused` when the address is taken and may not be extended */
export async function planSite(db: Database | Trx, site: VettedSite, registering: Registering): Promise<SitePlan> {
  const urls = site.addresses.map((address) => address.url);
  const known = await findTargets(db, urls);
  const taken = known.find((target) => target.url === urls[0]) ?? known[0];
  if (!taken) return { outcome: 'added', pages: site.addresses, emails: site.emails, tags: site.tags };
  const before = await getSite(db, taken.siteId);
  const { agencyId } = registering.actor.scope;
  const isForeign = agencyId !== null && before?.agencyId !== agencyId;
  if (!registering.merge || isForeign || !before) {
    throw new VonggacError(
      'refused',
      registering.discreet || isForeign
        ? `${taken.url} is already monitored.`
        : `${taken.url} is already monitored, as ${taken.id}: see 'vonggac site show ${taken.siteId}'.`,
      { vi: `${taken.url} đã được theo dõi từ trước.` },
    );
  }
  const pages = site.addresses.filter((address) => !known.some((target) => target.url === address.url));
  const emails = site.emails.filter((email) => !before.recipients.includes(email));
  const tags = site.tags.filter(({ key }) => !before.tags.some((tag) => tag.key === key));
  assertFewTags(before.tags.length + tags.length);
  const isAgreed = site.request.probe === true && before.mayProbe === 0;
  const { language } = site.request;
  const agency = language && before.agencyId !== null ? await findAgency(db, { id: before.agencyId }) : null;
  const isOtherLanguage = language !== undefined && agency !== null && agency.language !== language;
  const isNew = pages.length + emails.length + tags.length > 0 || isAgreed || isOtherLanguage;
  return { outcome: isNew ? 'extended' : 'unchanged', siteId: taken.siteId, pages, emails, tags, isAgreed };
}

export function assertFewTags(count: number): void {
  if (count <= mostTags) return;
  const { vi, en } = tooMany(count);
  throw new VonggacError('bad-input', en, { vi });
}
