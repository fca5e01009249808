/** The addresses of a name, as a DNS message gives them. */
import { isIP } from 'node:net';
import type { DecodedPacket } from 'dns-packet';
import { lookupName } from '../../core/names/lookup-name.ts';
import type { AddressAnswer } from '../../core/readers.ts';
import { canonicalValue } from './canonical.ts';

const rcode = { noError: 0, formatError: 1, noSuchName: 3, notImplemented: 4 } as const;
/** Aliases followed from one name, over all answers. */
const maxAliases = 16;
/** Addresses kept per family; the largest sites have a dozen. */
const maxAddresses = 64;

/**
 * @param way the name wanted and the aliases followed from it; the last one was asked for
 * @param type `A` or `AAAA`; for other types the result only says whether there was an answer
 */
export function readAddresses(message: DecodedPacket, way: readonly string[], type: string): AddressAnswer {
  const code = (message.flags ?? 0) & 0xf;
  if (code === rcode.formatError || code === rcode.notImplemented) return { status: 'no-extension' };
  if (code !== rcode.noError && code !== rcode.noSuchName) return { status: 'unanswered' };
  const further = followAliases(message, way);
  if (further === null) return { status: 'astray' };
  if (code === rcode.noSuchName) return { status: 'no-such-name' };
  const addresses = addressesOf(message, further.at(-1), type);
  if (addresses.length > 0) return { status: 'found', addresses };
  const authorities = message.authorities ?? [];
  if (authorities.some((record) => record.type === 'SOA')) return { status: 'no-data' };
  if (further.length > way.length) return { status: 'alias', way: further };
  // A referral although recursion was requested.
  const isReferral = !message.flag_aa && authorities.some((record) => record.type === 'NS');
  return isReferral ? { status: 'unanswered' } : { status: 'no-data' };
}

/** `way` extended by the aliases in this answer; null if they lead nowhere. */
function followAliases({ answers = [] }: DecodedPacket, way: readonly string[]): readonly string[] | null {
  const aliases = new Map<string, string | null>();
  for (const record of answers) {
    if (record.type !== 'CNAME' || record.class !== 'IN') continue;
    const owner = lookupName(record.name);
    if (owner !== null && !aliases.has(owner)) aliases.set(owner, lookupName(record.data));
  }
  const further = [...way];
  for (let next = aliases.get(further.at(-1) ?? ''); next !== undefined; next = aliases.get(next)) {
    if (next === null || further.includes(next) || further.length > maxAliases) return null;
    further.push(next);
  }
  return further;
}

function addressesOf({ answers = [] }: DecodedPacket, owner: string | undefined, type: string): string[] {
  const addresses = answers.flatMap((record) =>
    record.type === type && 'class' in record && record.class === 'IN' && lookupName(record.name) === owner
      ? (canonicalValue(record) ?? [])
      : [],
  );
  return [...new Set(addresses)].filter((address) => isIP(address) !== 0).slice(0, maxAddresses);
}
