/** Turns findings into indicators: validated, normalised, without duplicates, and limited to what a reader can use. */
import { domainOf, isPublicName, registrableDomain } from '../../address.ts';
import { type Finding, type Indicator, type IndicatorType, indicatorCaps } from '../../domain/finding.ts';
import { plainText } from '../../text.ts';

/** Without duplicates, in the order given: worst first. */
export function indicatorList(...groups: readonly (readonly Indicator[])[]): readonly Indicator[] {
  return unique(groups.flat()).slice(0, indicatorCaps.count);
}

/** All indicators named by the evidence; notes have none. */
export function indicatorsOf(findings: readonly Finding[]): readonly Indicator[] {
  return unique(findings.flatMap(({ indicators, score }) => (score > 0 ? indicators : [])));
}

function unique(list: readonly Indicator[]): readonly Indicator[] {
  return [...new Map(list.map((one) => [`${one.type} ${one.value}`, one])).values()];
}

/**
 * @param hosts as facts and records hold them: names or IP addresses, perhaps with a port or a final dot; null is the
 * page's own
 */
export function hostIndicators(hosts: Iterable<string | null>): Indicator[] {
  return [...hosts].flatMap((host) => (host === null ? [] : hostIndicator(host)));
}

/** The host and the full address; nothing for a non-web address. */
export function urlIndicators(address: string): Indicator[] {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return [];
  url.username = '';
  url.password = '';
  url.hash = '';
  // Truncated anywhere else, it would be a different address.
  if (url.href.length > indicatorCaps.characters.url) url.search = '';
  const isWhole = url.href.length <= indicatorCaps.characters.url;
  return [...hostIndicator(url.host), ...(isWhole ? [{ type: 'url', value: url.href } as const] : [])];
}

/** Nothing for a text too long to search for. */
export function textIndicators(type: 'phrase' | 'handle' | 'file', text: string): Indicator[] {
  const value = plainText(text, indicatorCaps.characters[type] + 1);
  return value === '' || value.length > indicatorCaps.characters[type] ? [] : [{ type, value }];
}

/** @param resource its location: `host` null for the page's own host, `address` as `host/path` */
export function resourceIndicators({ host, address }: { host: string | null; address: string }): Indicator[] {
  if (host !== null) return hostIndicator(host);
  const path = address.indexOf('/');
  return path === -1 ? [] : textIndicators('file', address.slice(path));
}

export function hashIndicators(sha256: string): Indicator[] {
  return /^[\da-f]{64}$/.test(sha256) ? [{ type: 'hash', value: sha256 }] : [];
}

/** Characters of a text that are read. */
const readCap = 2_000;
const webAddress = /https?:\/\/[^\s"'<>()\\“”·]{1,500}/gi;
const between = /[\s"'<>()[\]{}|,;=“”‘’·•→*]+/;
const account = /^(?:www\.)?(?:t\.me|telegram\.me)\/@?([a-z\d_]{3,64})$/;
const handle = /^@[a-z\d_.]{3,64}$/;
const mailbox = /^[a-z\d._%+-]{1,64}@(?:[a-z\d-]{1,63}\.)+[a-z]{2,24}$/;
const hostName = /^((?:[a-z\d-]{1,63}\.)+[a-z]{2,24})(?:[:/?#]|$)/;

/** Addresses and handles in a page's text. @param targetUrl of the portal, whose own names indicate nothing */
export function indicatorsIn(text: string, targetUrl: string): Indicator[] {
  const read = text.slice(0, readCap);
  const addresses = (read.match(webAddress) ?? []).map((address) => withoutAround(address, '', '.,:;!?]}'));
  const rest = read.replace(webAddress, ' ');
  const found = [
    ...addresses.flatMap((address) => accountIndicator(address.replace(/^https?:\/\//i, '')) ?? urlIndicators(address)),
    ...rest.split(between).flatMap(wordIndicators),
  ];
  const own = domainOf(URL.parse(targetUrl)?.hostname ?? '');
  return found.filter((one) => own === null || networkDomain(one) !== own);
}

/** Handles only. */
export function handlesIn(text: string): Indicator[] {
  return indicatorsIn(text, '').filter(({ type }) => type === 'handle');
}

function wordIndicators(word: string): Indicator[] {
  const bare = withoutAround(word, '.:!?-', '.:!?/-');
  const folded = bare.toLowerCase();
  const known = accountIndicator(bare);
  if (known !== null) return known;
  if (handle.test(folded) || mailbox.test(folded)) return [{ type: 'handle', value: folded }];
  // `ASP.NET` is no host: host names in running text are written in lower case.
  const host = hostName.exec(bare)?.[1];
  return host !== undefined && isPublicName(host) ? hostIndicator(host) : [];
}

/** Strips these characters from both ends. A scan, because a regular expression would restart at each of many. */
function withoutAround(text: string, before: string, behind: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && before.includes(text.charAt(start))) start += 1;
  while (end > start && behind.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function accountIndicator(address: string): Indicator[] | null {
  const name = account.exec(address.toLowerCase())?.[1];
  return name === undefined ? null : [{ type: 'handle', value: `@${name}` }];
}

function hostIndicator(host: string): Indicator[] {
  const written = /^[^[]*:.*:/.test(host) ? `[${host}]` : host.replace(/\.$/, '');
  const name = URL.parse(`http://${written}/`)?.hostname ?? '';
  const isV6 = name.startsWith('[');
  const type: IndicatorType = isV6 || /^[\d.]+$/.test(name) ? 'address' : 'domain';
  const value = isV6 ? name.slice(1, -1) : name;
  return value === '' || value.length > indicatorCaps.characters[type] ? [] : [{ type, value }];
}

/** The registrable domain of a domain or url; null for what names no host. */
export function networkDomain({ type, value }: Indicator): string | null {
  const host = type === 'domain' ? value : type === 'url' ? (URL.parse(value)?.hostname ?? '') : '';
  return host === '' ? null : registrableDomain(host);
}
