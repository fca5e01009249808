/** Takes a site into the registry: addresses normalised, vetted, refused with a sentence when they can't be watched. */
import { type AddressProblem, isMailAddress, normaliseAddress, recipientsWarning } from '../core/address.ts';
import { VonggacError } from '../core/errors.ts';
import type { Words } from '../core/model.ts';
import type { AddressVerdict } from '../core/ports.ts';
import { type AgencyLanguage, setAgencyLanguage } from '../store/agencies.ts';
import { appendAudit } from '../store/audit.ts';
import type { Trx } from '../store/database.ts';
import { addRecipients, addTargets, agreeToProbes, findTargets, getSite, insertSite } from '../store/registry.ts';
import type { SiteRow } from '../store/schema.ts';
import { watchHostNamesOf } from './names/watch-host-names.ts';
import type { DeskParts } from './parts.ts';

/** What a person says about a portal. */
export interface SiteRequest {
  readonly url: string;
  readonly name?: string | undefined;
  readonly agency?: string | undefined;
  /** In which the agency is written to first. */
  readonly language?: AgencyLanguage | undefined;
  readonly emails: readonly string[];
  readonly everyMs?: number | undefined;
  /** Further pages: paths below the address, or whole addresses. */
  readonly paths: readonly string[];
  readonly importance?: SiteRow['importance'] | undefined;
  readonly consent?: string | undefined;
  /** The agency agreed that well-known names of dropped files are asked for. */
  readonly probe?: boolean | undefined;
}

export interface SiteAddress {
  readonly url: string;
  readonly host: string;
}

/** A request whose every value is good. */
export interface VettedSite {
  readonly name: string;
  readonly addresses: readonly SiteAddress[];
  readonly emails: readonly string[];
  readonly request: SiteRequest;
  readonly warnings: readonly Words[];
}

export interface Registered {
  readonly siteId: number;
  /** `extended`: the address was watched already and got the new pages and recipients. */
  readonly outcome: 'added' | 'extended' | 'unchanged';
  readonly warnings: readonly Words[];
}

export type Vet = (url: string) => Promise<AddressVerdict>;

const mostPages = 200;

/** @throws VonggacError `bad-input` or `refused` with one sentence */
export async function vetSite(request: SiteRequest, vet: Vet): Promise<VettedSite> {
  const home = addressOf(request.url);
  if (request.probe && !request.consent) {
    throw new VonggacError(
      'bad-input',
      'Asking for dropped files needs recorded consent: say who agreed to it, in words.',
      { vi: 'Muốn dò tệp lạ phải có văn bản đồng ý: hãy ghi rõ ai đã đồng ý.' },
    );
  }
  if (request.language && !request.agency?.trim()) {
    throw new VonggacError('bad-input', 'A language belongs to an agency: name the agency too.');
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
      throw new VonggacError('bad-input', `'${email.slice(0, 100)}' is not an e-mail address.`, {
        vi: `«${email.slice(0, 100)}» không phải là địa chỉ thư điện tử.`,
      });
  }
  const warnings: Words[] = [];
  for (const page of new Map([...addresses.values()].map((address) => [address.host, address])).values()) {
    const verdict = await vet(page.url);
    if (verdict.status === 'refused')
      throw new VonggacError('refused', `${page.url} can't be watched: ${verdict.reason}`, {
        vi: `Không theo dõi được ${page.url} vì đây không phải là địa chỉ công khai trên Internet.`,
      });
    if (verdict.status === 'unresolved')
      warnings.push({
        vi: `Hiện chưa phân giải được tên miền ${page.host}; cổng vẫn được đăng ký và sẽ hiện là không xác định.`,
        en: `${page.host} can't be looked up now (${verdict.reason}); it is registered and will show as unknown.`,
      });
  }
  const warning = recipientsWarning(home.host, request.emails);
  if (warning) warnings.push(warning);
  if (request.emails.length === 0)
    warnings.push({
      vi: 'Chưa có địa chỉ nhận thư: khi có sự cố, không ai ở cơ quan chủ quản được báo.',
      en: 'No e-mail address is named: nobody at the agency will be told. Name one who answers.',
    });
  return {
    name: request.name?.trim() || home.host,
    addresses: [...addresses.values()],
    emails: [...new Set(request.emails)],
    request,
    warnings,
  };
}

/** Records a vetted site; a known address is refused, or extended when `merge` is set (import is idempotent). */
export async function registerSite(
  parts: Pick<DeskParts, 'db' | 'clock' | 'config'>,
  site: VettedSite,
  options: {
    readonly merge: boolean;
    readonly actor: string;
    /** Says of a taken address only that it is: it may be another agency's. */
    readonly discreet?: boolean;
  },
): Promise<Registered> {
  const now = parts.clock();
  return parts.db.transaction().execute(async (trx) => {
    const known = await findTargets(
      trx,
      site.addresses.map((address) => address.url),
    );
    const home = site.addresses[0];
    const taken = known.find((target) => target.url === home?.url) ?? known[0];
    if (taken && !options.merge) {
      throw new VonggacError(
        'refused',
        options.discreet
          ? `${taken.url} is watched already.`
          : `${taken.url} is watched already, as ${taken.id}: see 'vonggac site show ${taken.siteId}'.`,
        { vi: `${taken.url} đã được theo dõi từ trước.` },
      );
    }
    const { warnings } = site;
    if (taken) {
      const fresh = site.addresses.filter((address) => !known.some((target) => target.url === address.url));
      const before = await trx.selectFrom('recipients').select('email').where('siteId', '=', taken.siteId).execute();
      const emails = site.emails.filter((email) => !before.some((row) => row.email === email));
      await addTargets(trx, taken.siteId, fresh, site.request.everyMs ?? null, now);
      if (parts.config.names.enabled) await watchHostNamesOf(trx, taken.siteId, now);
      await addRecipients(trx, taken.siteId, emails);
      const isAgreed =
        site.request.probe === true && (await agreeToProbes(trx, taken.siteId, site.request.consent ?? ''));
      const isOtherLanguage = await speak(trx, taken.siteId, site.request.language);
      if (fresh.length + emails.length === 0 && !isAgreed && !isOtherLanguage)
        return { siteId: taken.siteId, outcome: 'unchanged', warnings };
      await audit(trx, 'site-extended', taken.siteId);
      return { siteId: taken.siteId, outcome: 'extended', warnings };
    }
    const siteId = await insertSite(
      trx,
      {
        name: site.name,
        url: home?.url ?? '',
        agency: site.request.agency?.trim() || null,
        language: site.request.language,
        recipients: site.emails,
        importance: site.request.importance ?? 'normal',
        consent: site.request.consent ?? null,
        mayProbe: site.request.probe ?? false,
        everyMs: site.request.everyMs ?? null,
        targets: site.addresses,
      },
      now,
    );
    if (parts.config.names.enabled) await watchHostNamesOf(trx, siteId, now);
    await audit(trx, 'site-added', siteId);
    return { siteId, outcome: 'added', warnings };
  });

  function audit(trx: Parameters<typeof appendAudit>[0], act: string, siteId: number) {
    return appendAudit(trx, {
      at: now,
      actor: options.actor,
      act,
      subject: `site ${siteId}`,
      detail: { pages: site.addresses.length },
    });
  }
}

/** @returns whether the agency was written to otherwise before */
async function speak(trx: Trx, siteId: number, language: AgencyLanguage | undefined): Promise<boolean> {
  const agencyId = language === undefined ? null : ((await getSite(trx, siteId))?.agencyId ?? null);
  return agencyId !== null && language !== undefined && setAgencyLanguage(trx, agencyId, language);
}

const problemsVi: Readonly<Record<AddressProblem, string>> = {
  unreadable: 'Đây không phải là địa chỉ trang web; hãy ghi theo mẫu https://example.gov.vn/.',
  scheme: 'Chỉ theo dõi được địa chỉ http và https.',
  'user-info': 'Địa chỉ có kèm tên đăng nhập hoặc mật khẩu: hãy bỏ phần đó.',
  'no-host': 'Địa chỉ thiếu tên máy chủ; hãy ghi theo mẫu https://example.gov.vn/.',
};

function addressOf(text: string): SiteAddress {
  const address = normaliseAddress(text);
  if (!address.ok) throw new VonggacError('bad-input', address.reason, { vi: problemsVi[address.problem] });
  return { url: address.url, host: address.host };
}

function isWhole(path: string): boolean {
  return /^https?:\/\//i.test(path);
}
