/** One bounded canonical form for all record values, so that equal answers are equal strings. */
import type { Answer } from 'dns-packet';
import ipaddr from 'ipaddr.js';
import { canonicalName } from '../../core/names/canonical-name.ts';

/** Stands for a malformed value; no valid name or address looks like it. */
export const unreadable = '?';

const maxTextLength = 255;

/** The shortest form of an address. */
function canonicalAddress(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.parse(address).toString() : unreadable;
}

/** The value of a record as in `RecordAnswer.values`; null for types that are not used. */
export function canonicalValue(record: Answer): string | null {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return canonicalAddress(record.data);
    case 'CNAME':
    case 'NS':
      return nameOrUnreadable(record.data);
    case 'MX':
      return `${record.data.preference ?? 0} ${nameOrUnreadable(record.data.exchange)}`;
    case 'SOA':
      // An escaped dot (`\.`) in the first label of the mailbox; a plain one is enough for comparison.
      return `${nameOrUnreadable(record.data.mname)} ${nameOrUnreadable(record.data.rname.replaceAll('\\.', '.'))}`;
    case 'CAA':
      return `${record.data.flags ?? 0} ${textOrUnreadable(record.data.tag)} ${textOrUnreadable(record.data.value)}`;
    case 'TXT':
      return textOrUnreadable([record.data].flat().map(String).join(''));
    default:
      return null;
  }
}

/** The root stays a dot: `0 .` means that the domain accepts no mail (RFC 7505). */
function nameOrUnreadable(name: string): string {
  return name === '.' ? name : (canonicalName(name) ?? unreadable);
}

function textOrUnreadable(text: string): string {
  const isPlain = text.length <= maxTextLength && /^[\x20-\x7e]*$/.test(text);
  return isPlain ? text.toLowerCase().replace(/ +/g, ' ').trim() : unreadable;
}
