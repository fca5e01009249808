/** Single servers answer differently from all others: a poisoned cache, or a lying server. */
import type { Evidence } from '../../detect/shared/detector.ts';
import { hostIndicators } from '../../detect/shared/indicators.ts';
import type { WeightName } from '../../policy.ts';
import type { Accepted } from '../accepted-values.ts';
import { isAccepted, valuesOf } from '../accepted-values.ts';
import { namesIn } from '../name-changes.ts';
import { type Departure, isReply, type Voice, voicesOf } from '../voices.ts';
import { serverWords } from './answer-words.ts';
import type { Known, NamesDetector, NamesLookContext } from './detector.ts';
import { beforeWords, listed, namesEvidence } from './names-evidence.ts';

const id = 'resolvers-disagree';

export const resolversDisagree: NamesDetector = {
  id,
  detect(context) {
    const { known } = context;
    if (known === null) return [];
    return [...addresses(context, known), ...otherNames(context, known), ...silent(context, known)];
  },
};

function addresses(context: NamesLookContext, { accepted, changes }: Known): Evidence[] {
  const change = changes.addresses;
  if (change === null || change.reach === 'everywhere' || change.isRotation) return [];
  const cues: WeightName[] = change.tls === 'same-key' ? [] : ['resolvers-disagree.address'];
  if (cues.length > 0 && change.page === 'other') cues.push('resolvers-disagree.other-page');
  const old = [...(accepted.records.A ?? []), ...(accepted.records.AAAA ?? [])];
  return [disagreement(context, change, old, cues, { vi: 'địa chỉ', en: 'address' })];
}

function otherNames(context: NamesLookContext, { accepted, changes }: Known): Evidence[] {
  const { mailServers, nameServers } = changes;
  const only = (change: Departure | null): change is Departure => change?.reach === 'only-at';
  return [
    ...(only(nameServers)
      ? [
          disagreement(context, nameServers, accepted.records.NS ?? [], ['resolvers-disagree.names'], {
            vi: 'máy chủ tên miền',
            en: 'name server',
          }),
        ]
      : []),
    ...(only(mailServers)
      ? [
          disagreement(context, mailServers, accepted.records.MX ?? [], ['resolvers-disagree.names'], {
            vi: 'máy chủ thư',
            en: 'mail server',
          }),
        ]
      : []),
  ];
}

function disagreement(
  { at, host, policy }: NamesLookContext,
  { holders, values }: Departure,
  old: readonly Accepted[],
  cues: readonly WeightName[],
  what: { readonly vi: string; readonly en: string },
): Evidence {
  const before = beforeWords(old, at);
  const where = serverWords(holders.map((resolver) => ({ resolver })));
  return namesEvidence(policy, {
    detector: id,
    family: 'names',
    kind: 'takeover',
    cues,
    reason: {
      vi: `Chỉ riêng máy chủ phân giải ${where.vi} trả lời ${what.vi} lạ cho ${host}: ${listed(values)}; ${before.vi}. Có thể bộ nhớ đệm của máy chủ này bị đầu độc; đề nghị báo đơn vị vận hành máy chủ đó.`,
      en: `Only at resolver ${where.en} another ${what.en} is returned for ${host}: ${listed(values)}; ${before.en}. Its cache may be poisoned: inform whoever runs it.`,
    },
    what: [...holders, ...values],
    before: valuesOf(old).slice(0, 20),
    after: values,
    indicators: hostIndicators(namesIn(values)),
  });
}

/** A single server that is slow, fails or denies says nothing about the name; reported once, unless it usually does. */
function silent({ host, look, policy }: NamesLookContext, { accepted }: Known): Evidence[] {
  const voices = voicesOf(look, ['A', 'AAAA', 'CNAME']);
  if (!voices.some(({ status }) => status === 'answered')) return [];
  const isUsual = ({ resolver, status }: Voice): boolean => isAccepted(accepted.peculiarities, `${resolver} ${status}`);
  const unusual = voices.filter((voice) => {
    const isDenying = voice.status === 'no-such-name' || voice.status === 'no-data';
    return isDenying || (!isReply(voice) && !isUsual(voice));
  });
  if (unusual.length === 0) return [];
  const who = serverWords(unusual);
  return [
    namesEvidence(policy, {
      detector: id,
      family: 'names',
      kind: 'takeover',
      cues: [],
      reason: {
        vi: `Một số máy chủ phân giải không trả lời được về ${host}: ${who.vi}; các máy chủ khác trả lời như thường lệ.`,
        en: `Some resolvers did not answer for ${host}: ${who.en}; others answer normally.`,
      },
      what: [],
    }),
  ];
}
