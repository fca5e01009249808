/** One DNS block list (RFC 5782): how to query it, what its answers mean, and whether it works. */
import ipaddr from 'ipaddr.js';
import { isInRanges } from '../public-address.ts';

/** A zone may list several kinds of entries, each with its own test entries. */
export type ListFamily = 'ipv4' | 'ipv6' | 'domain';

export type ListAnswer =
  | { readonly status: 'listed'; readonly codes: readonly string[] }
  | { readonly status: 'not-listed' | 'unusable' | 'failed'; readonly codes: readonly [] };

/** Looks up the IPv4 addresses of a name; rejects with the error code of Node's resolver. */
export type AskAddresses = (name: string) => Promise<readonly string[]>;

/** RFC 5782, section 5: entries that every list must contain, and that none may contain. */
const testEntries: Readonly<Record<ListFamily, { readonly listed: string; readonly clean: string }>> = {
  ipv4: { listed: '127.0.0.2', clean: '127.0.0.1' },
  ipv6: { listed: '::ffff:7f00:2', clean: '::ffff:7f00:1' },
  domain: { listed: 'test', clean: 'invalid' },
};

/**
 * Codes with which lists refuse us: too many queries, a public resolver, a misspelled zone. RFC-conforming lists never
 * use 127.0.0.1; the network at the end is the convention of the largest operator.
 */
const refusals = ['127.0.0.1', '127.255.255.0/24'];
const maxCodes = 10;

/** Null if neither an address nor a host name. */
export function familyOf(entry: string): ListFamily | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(entry)) return 'ipv4';
  if (ipaddr.IPv6.isValid(entry)) return entry.includes('%') ? null : 'ipv6';
  return /^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/i.test(entry) && !/^[\d.]+$/.test(entry) ? 'domain' : null;
}

/** Reversed octets or nibbles before the zone; domains unchanged. */
export function listedName(entry: string, family: ListFamily, zone: string): string {
  return `${family === 'domain' ? entry.toLowerCase() : reversed(entry)}.${zone}`;
}

function reversed(address: string): string {
  const parsed = ipaddr.parse(address);
  const bytes = parsed.toByteArray();
  if (parsed.kind() === 'ipv4') return bytes.toReversed().join('.');
  const nibbles = bytes.flatMap((byte) => [byte >> 4, byte & 15]);
  return nibbles
    .toReversed()
    .map((nibble) => nibble.toString(16))
    .join('.');
}

export async function askList(entry: string, family: ListFamily, zone: string, ask: AskAddresses): Promise<ListAnswer> {
  try {
    const codes = [...new Set(await ask(listedName(entry, family, zone)))].toSorted().slice(0, maxCodes);
    // An answer outside loopback comes from a resolver or a new owner of the zone, not from a list.
    const isCode = (code: string) => isInRanges(code, ['127.0.0.0/8']) && !isInRanges(code, refusals);
    return codes.every(isCode) ? { status: 'listed', codes } : { status: 'unusable', codes: [] };
  } catch (error) {
    return { status: isNoSuchName(error) ? 'not-listed' : 'failed', codes: [] };
  }
}

/** Whether Node's resolver reports that the name, or an address for it, does not exist. */
export function isNoSuchName(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOTFOUND' || code === 'ENODATA';
}

/** A list that contains everything or nothing is out of service; test as in RFC 5782, section 3.3. */
export async function testList(
  family: ListFamily,
  zone: string,
  ask: AskAddresses,
): Promise<'usable' | 'unusable' | 'failed'> {
  const { listed, clean } = testEntries[family];
  const [held, free] = await Promise.all([askList(listed, family, zone, ask), askList(clean, family, zone, ask)]);
  if (held.status === 'listed' && free.status === 'not-listed') return 'usable';
  return held.status === 'failed' || free.status === 'failed' ? 'failed' : 'unusable';
}
