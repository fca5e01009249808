/** Registers a site: addresses are normalised and vetted, and refused with a sentence when they can't be watched. */

import { isMailAddress, normaliseAddress, recipientsWarning } from '../../core/address.ts';
import { readTags } from '../../core/domain/tag.ts';
import type { Words } from '../../core/domain/words.ts';
import { VonggacError } from '../../core/errors.ts';
import { assertMay } from '../../core/people/actor.ts';
import type { AddressVerdict } from '../../core/ports.ts';
import type { Trx } from '../../store/handle.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { findAgency, setAgencyLanguage } from '../../store/registry/agencies.ts';
import {
  addRecipients,
  addTargets,
  agreeToProbes,
  getSite,
  insertSite,
  type NewSite,
} from '../../store/registry/registry.ts';
import { addTags } from '../../store/registry/tags.ts';
import { write } from '../../store/write.ts';
import { watchHostNamesOf } from '../names/watch-host-names.ts';
import type { ConfigParts, OperatorParts, RecordParts } from '../parts.ts';
import { planSite } from './plan-site.ts';
import type { Registering, SiteAddress, SiteRequest, VettedSite } from './site-request.ts';

export interface Registered {
  readonly siteId: number;
  /** `extended`: the address was already watched and got the new pages and recipients. */
  readonly outcome: 'added' | 'extended' | 'unchanged';
  readonly warnings: readonly Words[];
}

export type Vet = (url: string) => Promise<AddressVerdict>;

export const mostPages = 200;

/** @throws VonggacError `bad-input` or `refused` with one sentence */
export async function vetSite(request: SiteRequest, vet: Vet): Promise<VettedSite> {
  const home = addressOf(request.url);
  if (request.probe && !request.consent) {
    throw new VonggacError('bad-input', 'Probing for dropped files needs recorded consent: name who gave it.', {
      vi: 'Muốn kiểm tra tệp lạ phải có văn bản đồng ý: hãy ghi rõ ai đã đồng ý.',
    });
  }
  if (request.language && !request.agency?.trim()) {
    throw new VonggacError('bad-input', 'A language belongs to an agency: name the agency too.', {
      vi: 'Ngôn ngữ của thư được đặt theo cơ quan: hãy ghi cả tên cơ quan.',
    });
  }
  const addresses = new Map([[home.url, home]]);
  for (const path of request.paths) {
    const page = addressOf(isWhole(path) ? path : new URL(path.startsWith('/') ? path : `/${path}`, home.url).href);
    addresses.set(page.url, page);
  }
  if (addresses.size > mostPages) {
    throw new VonggacError(
      'bad-input',
      `A site has at most ${mostPages} pages, this one names ${addresses.size}: register the rest later.`,
      { vi: `Mỗi cổng theo dõi tối đa ${mostPages} trang, danh sách này có ${addresses.size} trang: hãy bớt lại.` },
    );
  }
  for (const email of request.emails) {
    if (!isMailAddress(email))
      throw new VonggacError('bad-input', `'${email.slice(0, 100)}' is not an email address.`, {
        vi: `“${email.slice(0, 100)}” không phải là địa chỉ thư điện tử.`,
      });
  }
  const tags = readTags(request.tags ?? []);
  if (!tags.ok) throw new VonggacError('bad-input', tags.reason.en, { vi: tags.reason.vi });
  const warnings: Words[] = [];
  for (const page of new Map([...addresses.values()].map((address) => [address.host, address])).values()) {
    const verdict = await vet(page.url);
    if (verdict.status === 'refused')
      throw new VonggacError('refused', `${page.url} can't be monitored: ${mended(verdict.reason)}`, {
        vi: `Không theo dõi được ${page.url} vì đây không phải là địa chỉ công khai trên Internet. Nếu là cổng trong mạng nội bộ, người quản trị máy chủ khai báo cổng này ở mục egress.capture của tệp cấu hình.`,
      });
    if (verdict.status === 'unresolved')
      warnings.push({
        vi: `Hiện chưa phân giải được tên miền ${page.host}; cổng vẫn được đăng ký và sẽ hiện là không xác định.`,
        en: `${page.host} can't be resolved now (${verdict.reason}); it is registered and will show as unknown.`,
      });
  }
  warnings.push(...typingWarnings(request));
  const warning = recipientsWarning(home.host, request.emails);
  if (warning) warnings.push(warning);
  if (request.emails.length === 0)
    warnings.push({
      vi: 'Chưa có địa chỉ nhận thư: khi có sự cố, không ai ở cơ quan chủ quản được báo.',
      en: 'No email address was given: nobody at the agency will receive alarms. Add one that somebody reads.',
    });
  return {
    name: request.name?.trim() || home.host,
    addresses: [...addresses.values()],
    emails: [...new Set(request.emails)],
    tags: tags.tags,
    request,
    warnings,
  };
}

/** Warnings about input that will not have the effect its author expects. */
function typingWarnings({ url, paths, emails }: SiteRequest): Words[] {
  const accented = emails.filter((email) => /[^\x20-\x7e]/.test(email));
  const cut = [url, ...paths].filter((address) => /#./.test(address));
  return [
    ...accented.map((email) => ({
      vi: `Địa chỉ thư ${email.slice(0, 100)} có dấu: nhiều máy chủ thư không nhận địa chỉ như vậy. Hãy kiểm tra lại.`,
      en: `The email address ${email.slice(0, 100)} has accents, which many mail servers refuse: check it.`,
    })),
    ...cut.map((address) => ({
      vi: `Phần sau dấu # của ${address.slice(0, 200)} bị bỏ: máy chủ không nhận phần này, nên không theo dõi riêng được.`,
      en: `The part of ${address.slice(0, 200)} after # is dropped: servers never see it, so it can't be monitored by itself.`,
    })),
  ];
}

/** Records a vetted site. */
export async function registerSite(
  parts: RecordParts & ConfigParts,
  site: VettedSite,
  registering: Registering,
): Promise<Registered> {
  return write(parts.db, (trx) => enterSite(trx, parts, site, registering));
}

/** The same within the caller's transaction. */
export async function enterSite(
  trx: Trx,
  parts: Pick<OperatorParts, 'clock' | 'config'>,
  site: VettedSite,
  registering: Registering,
): Promise<Registered> {
  const now = parts.clock();
  const { warnings, request } = site;
  const named = request.agency?.trim();
  // A new agency has no accounts of its own, so only accounts that serve all agencies may register for it.
  const agency = named ? await findAgency(trx, { name: named }) : null;
  assertMay(registering.actor, 'manage-sites', agency?.id ?? null);
  const plan = await planSite(trx, site, registering);
  if (plan.outcome === 'unchanged') return { siteId: plan.siteId, outcome: 'unchanged', warnings };
  const siteId = plan.outcome === 'added' ? await insertSite(trx, newSite(site), now) : plan.siteId;
  if (plan.outcome === 'extended') {
    await addTargets(trx, siteId, plan.pages, request.everyMs ?? null, now);
    await addRecipients(trx, siteId, plan.emails);
    await addTags(trx, siteId, plan.tags);
    if (plan.isAgreed) await agreeToProbes(trx, siteId, request.consent ?? '');
    const agencyId = (await getSite(trx, siteId))?.agencyId ?? null;
    if (request.language && agencyId !== null) await setAgencyLanguage(trx, agencyId, request.language);
  }
  if (parts.config.names.enabled) await watchHostNamesOf(trx, siteId, now);
  await appendAudit(trx, {
    at: now,
    actor: registering.actor.name,
    act: plan.outcome === 'added' ? 'site-added' : 'site-extended',
    subject: `site ${siteId}`,
    detail: {
      pages: site.addresses.length,
      ...(plan.tags.length === 0 ? {} : { tagsAdded: plan.tags.map(({ name }) => name).join(', ') }),
    },
  });
  return { siteId, outcome: plan.outcome, warnings };
}

function newSite({ name, addresses, emails, tags, request }: VettedSite): NewSite {
  return {
    name,
    url: addresses[0]?.url ?? '',
    agency: request.agency?.trim() || null,
    language: request.language,
    recipients: emails,
    importance: request.importance ?? 'normal',
    consent: request.consent ?? null,
    mayProbe: request.probe ?? false,
    everyMs: request.everyMs ?? null,
    tags,
    targets: addresses,
  };
}

function addressOf(text: string): SiteAddress {
  const address = normaliseAddress(text);
  if (!address.ok) throw new VonggacError('bad-input', address.reason.en, { vi: address.reason.vi });
  return { url: address.url, host: address.host };
}

function mended(reason: string): string {
  return `${reason.replace(/\.$/, '')}; a portal of your own network needs an exception in egress.capture.`;
}

function isWhole(path: string): boolean {
  return /^https?:\/\//i.test(path);
}
