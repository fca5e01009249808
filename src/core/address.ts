/** One parser for addresses, from input to connection: WHATWG. */
import { getDomain, getPublicSuffix, parse } from 'tldts';
import type { Words } from './domain/words.ts';

export type NormalisedAddress =
  | { readonly ok: true; readonly url: string; readonly origin: string; readonly host: string }
  | { readonly ok: false; readonly reason: Words };

/** Adds `https://` to a bare host name and drops the fragment; IDN hosts become ASCII. */
export function normaliseAddress(input: string): NormalisedAddress {
  const text = input.trim();
  const withScheme =
    /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^[a-z][a-z0-9+-]*:(?!\d)/i.test(text) ? text : `https://${text}`;
  const url = URL.parse(withScheme);
  const refuse = (vi: string, en: string): NormalisedAddress => ({ ok: false, reason: { vi, en } });
  if (url === null || (withScheme !== text && isBareWord(url.hostname)))
    return refuse(
      `“${text.slice(0, 200)}” không phải là địa chỉ trang web: hãy ghi theo mẫu https://example.gov.vn/.`,
      `'${text.slice(0, 200)}' is not a web address: write it like https://example.gov.vn/.`,
    );
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return refuse(
      'Chỉ theo dõi được địa chỉ http và https.',
      `'${url.protocol}' addresses can't be monitored: only http and https can.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    return refuse(
      'Địa chỉ có kèm tên đăng nhập hoặc mật khẩu: hãy bỏ phần đó.',
      'The address carries a user name or password: leave it out.',
    );
  }
  if (url.hostname === '')
    return refuse(
      'Địa chỉ thiếu tên máy chủ: hãy ghi theo mẫu https://example.gov.vn/.',
      'The address names no host: write it like https://example.gov.vn/.',
    );
  url.hash = '';
  return { ok: true, url: url.href, origin: url.origin, host: url.hostname };
}

/** A word that names no host on the Internet; with its scheme written out it may name one of a private network. */
function isBareWord(host: string): boolean {
  return !host.includes('.') && !host.startsWith('[') && host !== 'localhost';
}

/** The registrable domain of a host name; the host itself where there is none (an IP address, `localhost`). */
export function registrableDomain(host: string): string {
  return domainOf(host) ?? host;
}

/** The registrable domain of a host name; null where there is none. */
export function domainOf(host: string): string | null {
  return getDomain(host, { allowPrivateDomains: true });
}

/**
 * The domain under which a registry knows a host. Unlike `registrableDomain`, it is never that of a provider's
 * customer: the registry of `io` knows `github.io` but not `agency.github.io`. Null for IP addresses and bare names.
 */
export function registeredDomain(host: string): string | null {
  return getDomain(host, { allowPrivateDomains: false });
}

/** Whether a host name ends like a public DNS name; `tep.php` and `localhost` do not. */
export function isPublicName(host: string): boolean {
  const { domain, isIcann } = parse(host);
  return domain !== null && isIcann === true;
}

/** Whether a host is under a suffix of public bodies of any country. */
export function isOfficial(host: string): boolean {
  return /^(?:gov|gob|gouv|go)(?:\.|$)/.test(getPublicSuffix(host) ?? '');
}

/** Whether both are under the same public-body suffix (`gov.vn`), where outsiders cannot register a domain. */
export function areBothOfficial(host: string, other: string): boolean {
  const suffix = getPublicSuffix(host);
  return suffix !== null && /^(?:gov|gob|gouv|go)\./.test(suffix) && getPublicSuffix(other) === suffix;
}

/** Mail to a hijacked domain does not arrive: warns when no recipient is outside the watched domain. */
export function recipientsWarning(host: string, recipients: readonly string[]): Words | null {
  const domain = registrableDomain(host);
  const isInside = (email: string) =>
    registrableDomain(email.slice(email.lastIndexOf('@') + 1).toLowerCase()) === domain;
  if (recipients.length === 0 || !recipients.every(isInside)) return null;
  return {
    vi: `Mọi địa chỉ nhận thư đều thuộc ${domain}: nếu tên miền bị chiếm thì không ai nhận được báo động. Hãy thêm một địa chỉ ở tên miền khác.`,
    en: `Every recipient lives under ${domain}: if the domain is hijacked nobody will be notified. Add an address on another domain.`,
  };
}

/**
 * Only what keeps envelope and header intact; whether the mailbox exists is up to the server. Input and delivery use
 * this same check, so an accepted address never turns out to be undeliverable.
 */
export function isMailAddress(text: string): boolean {
  return /^[^\s<>()[\]\\,;:"@\p{C}]+@[^\s<>()\\,;:"@\p{C}]+$/u.test(text) && text.length <= 254;
}

/** Each mailbox once, as first written; addresses that differ only in case are the same mailbox. */
export function distinctAddresses(addresses: readonly (string | null | undefined)[]): string[] {
  const known = new Map<string, string>();
  for (const address of addresses) {
    const key = address?.toLowerCase();
    if (address && key && !known.has(key)) known.set(key, address);
  }
  return [...known.values()];
}
