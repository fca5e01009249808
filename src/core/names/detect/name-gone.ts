/** The learned name no longer exists, or its authoritative servers do not answer. */
import type { Evidence } from '../../detect/shared/detector.ts';
import { hostIndicators } from '../../detect/shared/indicators.ts';
import type { Words } from '../../domain/words.ts';
import type { WeightName } from '../../policy.ts';
import { reportedValues } from '../accepted-names.ts';
import { valuesOf } from '../accepted-values.ts';
import type { AnswerStatus } from '../name-look.ts';
import { isReply, type Voice, voicesOf } from '../voices.ts';
import type { NamesDetector, NamesLookContext } from './detector.ts';
import { askOwner, beforeWords, listed, namesEvidence } from './names-evidence.ts';

const id = 'name-gone';
const addresses = ['A', 'AAAA'] as const;

export const nameGone: NamesDetector = {
  id,
  detect(context) {
    const { known, look } = context;
    if (known === null || look.resolvers === null || known.accepted.networks.length === 0) return [];
    const voices = voicesOf(look, addresses);
    const replies = voices.filter(isReply);
    if (replies.some(({ status }) => status === 'answered')) return [];
    // When most servers fail, a single answer reflects that server only.
    if (replies.length * 2 <= voices.length) return failing(context, voices);
    return [gone(context, replies)];
  },
};

function gone({ at, host, known, look, policy }: NamesLookContext, replies: readonly Voice[]): Evidence {
  const { records = {} } = known?.accepted ?? {};
  const old = [...(records.A ?? []), ...(records.AAAA ?? [])];
  // Behind an alias it is the other name that is gone.
  const [alias] = reportedValues(look, 'CNAME');
  const isNameGone = alias === undefined && replies.some(({ status }) => status === 'no-such-name');
  const cue: WeightName = isNameGone ? 'name-gone.no-such-name' : 'name-gone.no-address';
  const before = beforeWords(old, at);
  const what = isNameGone
    ? { vi: `Tên ${host} không còn tồn tại (NXDOMAIN)`, en: `The name ${host} no longer exists (NXDOMAIN)` }
    : alias === undefined
      ? { vi: `Tên ${host} không còn địa chỉ nào`, en: `The name ${host} has no address any more` }
      : {
          vi: `Tên ${host} là bí danh của ${listed([alias])}, tên này không còn địa chỉ nào`,
          en: `The name ${host} is an alias of ${listed([alias])}, which has no address any more`,
        };
  return namesEvidence(policy, {
    detector: id,
    family: 'names',
    kind: 'takeover',
    cues: [cue],
    reason: {
      vi: `${what.vi}; ${before.vi}. ${askOwner.vi}`,
      en: `${what.en}; ${before.en}. ${askOwner.en}`,
    },
    what: [isNameGone ? 'name' : 'address'],
    before: valuesOf(old).slice(0, 20),
    indicators: alias === undefined ? [] : hostIndicators([alias]),
  });
}

const failureWords: Readonly<Partial<Record<AnswerStatus, Words>>> = {
  lame: {
    vi: 'máy chủ được ủy quyền không phục vụ tên miền này (lame delegation)',
    en: 'the delegated servers do not serve this zone (lame delegation)',
  },
  'server-failure': {
    vi: 'máy chủ tên miền báo lỗi (SERVFAIL), có thể do chữ ký DNSSEC hỏng hoặc máy chủ gốc của tên miền không hoạt động',
    en: 'the servers report a failure (SERVFAIL): broken DNSSEC signatures or dead servers of the zone',
  },
  refused: { vi: 'máy chủ tên miền từ chối trả lời (REFUSED)', en: 'the servers refuse to answer (REFUSED)' },
  'timed-out': { vi: 'máy chủ tên miền không trả lời kịp', en: 'the servers did not answer in time' },
  unreachable: { vi: 'không kết nối được máy chủ tên miền', en: 'the servers can’t be reached' },
};

/** No server says anything about the name: an outage, theirs or ours, and never evidence. */
function failing({ host, policy }: NamesLookContext, voices: readonly Voice[]): Evidence[] {
  const statuses = new Set(voices.map(({ status }) => status));
  const status = (['lame', 'server-failure', 'refused', 'timed-out', 'unreachable'] as const).find((one) =>
    statuses.has(one),
  );
  const words = status === undefined ? undefined : failureWords[status];
  if (words === undefined) return [];
  return [
    namesEvidence(policy, {
      detector: id,
      family: 'names',
      kind: 'takeover',
      cues: [],
      reason: {
        vi: `Không phân giải được ${host}: ${words.vi}.`,
        en: `${host} can’t be resolved: ${words.en}.`,
      },
      what: [],
    }),
  ];
}
