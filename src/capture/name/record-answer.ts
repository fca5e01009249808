/** What a reply says about one question: how it ended, and the values in their one spelling. */
import type { Answer } from 'dns-packet';
import type { AnswerStatus, RecordAnswer, RecordType } from '../../core/names/name-look.ts';
import type { Reply } from './ask.ts';
import { canonicalName, canonicalValue } from './canonical.ts';
import type { Message, Question } from './query.ts';

/** Values kept of one answer; the sorted first ones, so that the same records always give the same values. */
const mostValues = 64;
/** Aliases followed within one answer. */
const longestChain = 16;
/** The largest time to live there is (RFC 2181 §8). */
const longestTtl = 0x7fff_ffff;

const rcode = { noError: 0, noSuchName: 3, refused: 5, notAuthoritative: 9 } as const;

export function failedAnswer(type: RecordType, status: AnswerStatus): RecordAnswer {
  return { type, status, values: [], ttl: null };
}

export function recordAnswer(reply: Reply, question: Question, kind: 'recursive' | 'zone'): RecordAnswer {
  const { type } = question;
  if (typeof reply === 'string') return failedAnswer(type, reply);
  const records = recordsOf(reply, question);
  const status = statusOf(reply, kind, records.length > 0);
  if (status !== 'answered') return failedAnswer(type, status);
  const values = new Set(records.flatMap((record) => canonicalValue(record) ?? []));
  const ttl = Math.min(longestTtl, ...records.flatMap((record) => ('ttl' in record ? (record.ttl ?? []) : [])));
  return { type, status, values: [...values].sort().slice(0, mostValues), ttl };
}

function statusOf(message: Message, kind: 'recursive' | 'zone', hasRecords: boolean): AnswerStatus {
  const code = (message.flags ?? 0) & 0xf;
  if (code === rcode.refused) return 'refused';
  if (code === rcode.notAuthoritative) return kind === 'zone' ? 'lame' : 'server-failure';
  if (code !== rcode.noError && code !== rcode.noSuchName) return 'server-failure';
  if (kind === 'zone' && !message.flag_aa) return 'lame';
  if (code === rcode.noSuchName) return 'no-such-name';
  if (hasRecords) return 'answered';
  return kind === 'recursive' && isReferral(message) ? 'refused' : 'no-data';
}

/** "Ask them": from a resolver that was asked to find the answer itself. */
function isReferral({ answers, authorities, flag_aa }: Message): boolean {
  const types = authorities?.map(({ type }) => type) ?? [];
  return !flag_aa && answers?.length === 0 && types.includes('NS') && !types.includes('SOA');
}

/** Records of the asked type: of the name itself, and for addresses of the name that its aliases lead to. */
function recordsOf(message: Message, { name, type }: Question): readonly Answer[] {
  const answers = message.answers ?? [];
  const owner = type === 'A' || type === 'AAAA' ? endOfAliases(answers, name) : name;
  return answers.filter((record) => record.type === type && canonicalName(record.name) === owner);
}

function endOfAliases(answers: readonly Answer[], name: string): string {
  let end = name;
  for (let step = 0; step < longestChain; step += 1) {
    const alias = answers.find((record) => record.type === 'CNAME' && canonicalName(record.name) === end);
    if (alias?.type !== 'CNAME') break;
    end = canonicalName(alias.data) ?? '';
  }
  return end;
}
