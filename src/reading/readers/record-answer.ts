/** The answer to one question: its status, and its values in canonical form. */
import type { Answer, DecodedPacket } from 'dns-packet';
import { canonicalName } from '../../core/names/canonical-name.ts';
import type { AnswerStatus } from '../../core/names/name-look.ts';
import type { NameServerAnswer, QueryType } from '../../core/readers.ts';
import { canonicalValue } from './canonical.ts';

/** Values kept per answer; the first in sort order, so that the same records always give the same values. */
const maxValues = 64;
/** Aliases followed within one answer. */
const maxAliases = 16;
/** The largest valid TTL (RFC 2181 §8). */
const maxTtl = 0x7fff_ffff;

const rcode = { noError: 0, noSuchName: 3, refused: 5, notAuthoritative: 9 } as const;

/** @param name of the question, in the case in which it was sent */
export function recordAnswer(
  message: DecodedPacket,
  { name, type }: { readonly name: string; readonly type: QueryType },
  kind: 'recursive' | 'zone',
): NameServerAnswer {
  const asked = canonicalName(name) ?? '';
  const isAddress = type === 'A' || type === 'AAAA';
  const end = isAddress ? endOfAliases(message.answers ?? [], asked) : asked;
  const records = (message.answers ?? []).filter((one) => one.type === type && canonicalName(one.name) === end);
  const status = statusOf(message, kind, records.length > 0);
  if (status !== 'answered') return { status, values: [], ttl: null, endOfAliases: end };
  const values = new Set(records.flatMap((record) => canonicalValue(record) ?? []));
  const ttl = Math.min(maxTtl, ...records.flatMap((record) => ('ttl' in record ? (record.ttl ?? []) : [])));
  return { status, values: [...values].sort().slice(0, maxValues), ttl, endOfAliases: end };
}

function statusOf(message: DecodedPacket, kind: 'recursive' | 'zone', hasRecords: boolean): AnswerStatus {
  const code = (message.flags ?? 0) & 0xf;
  if (code === rcode.refused) return 'refused';
  if (code === rcode.notAuthoritative) return kind === 'zone' ? 'lame' : 'server-failure';
  if (code !== rcode.noError && code !== rcode.noSuchName) return 'server-failure';
  if (kind === 'zone' && !message.flag_aa) return 'lame';
  if (code === rcode.noSuchName) return 'no-such-name';
  if (hasRecords) return 'answered';
  return kind === 'recursive' && isReferral(message) ? 'refused' : 'no-data';
}

/** A referral to other servers, although recursion was requested. */
function isReferral({ answers, authorities, flag_aa }: DecodedPacket): boolean {
  const types = authorities?.map(({ type }) => type) ?? [];
  return !flag_aa && answers?.length === 0 && types.includes('NS') && !types.includes('SOA');
}

/** The name itself, or where its aliases lead within the message. */
function endOfAliases(answers: readonly Answer[], name: string): string {
  let end = name;
  for (let step = 0; step < maxAliases; step += 1) {
    const alias = answers.find((record) => record.type === 'CNAME' && canonicalName(record.name) === end);
    if (alias?.type !== 'CNAME') break;
    end = canonicalName(alias.data) ?? '';
  }
  return end;
}
