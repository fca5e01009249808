/** One bounded spelling for everything that a name server says, so that equal answers are equal texts. */
import type { Answer } from 'dns-packet';
import ipaddr from 'ipaddr.js';

/** Stands for a value that no well-meant record has; no name or address looks like it. */
export const unreadable = '?';

// Both cases are spelt out: lowering first would make letters of other scripts into plain ones.
const label = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;
const longestName = 253;
const longestText = 255;

/** Lower case, without the last dot; null where it is no name of letters, digits, hyphens and underscores. */
export function canonicalName(name: string): string | null {
  if (name.length > longestName + 1) return null;
  const bare = name.replace(/\.$/, '');
  return bare.length <= longestName && bare.split('.').every((part) => label.test(part)) ? bare.toLowerCase() : null;
}

/** The shortest form of an address. */
function canonicalAddress(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.parse(address).toString() : unreadable;
}

/** The value of a record as `RecordAnswer.values` spells it; null for types that are not looked at. */
export function canonicalValue(record: Answer): string | null {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return canonicalAddress(record.data);
    case 'CNAME':
    case 'NS':
      return nameOrMark(record.data);
    case 'MX':
      return `${record.data.preference ?? 0} ${nameOrMark(record.data.exchange)}`;
    case 'SOA':
      // A dot within the mailbox's first label is written `\.`; for comparing the plain one does.
      return `${nameOrMark(record.data.mname)} ${nameOrMark(record.data.rname.replaceAll('\\.', '.'))}`;
    case 'CAA':
      return `${record.data.flags ?? 0} ${textOrMark(record.data.tag)} ${textOrMark(record.data.value)}`;
    default:
      return null;
  }
}

/** The root stays a dot: `0 .` is the mail exchanger of a domain without mail (RFC 7505). */
function nameOrMark(name: string): string {
  return name === '.' ? name : (canonicalName(name) ?? unreadable);
}

function textOrMark(text: string): string {
  const isPlain = text.length <= longestText && /^[\x20-\x7e]*$/.test(text);
  return isPlain ? text.toLowerCase().replace(/ +/g, ' ').trim() : unreadable;
}
