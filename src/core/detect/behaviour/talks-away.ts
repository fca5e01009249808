/**
 * New code talks to an unknown host, and no script from a new domain explains it. Skimmers send away what people type
 * like this, and loaders fetch what they run.
 */
import type { Words } from '../../domain/words.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, LookContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { newCode } from './code-made.ts';
import { hostsIn, isAnyOf, knownBehaviour, talkKinds } from './known-behaviour.ts';

const id = 'talks-away';

export const talksAway: Detector = {
  id,
  detect(context) {
    const found = knownBehaviour(context);
    if (found === null || found.newScripts.length > 0) return [];
    const listeners = found.strangers.filter(({ kinds }) => isAnyOf(kinds, talkKinds));
    if (listeners.length === 0) return [];
    const isMade = newCode(context, found).some(({ fact }) => fact.by === null);
    if (!isMade && !hasNewScript(context)) return [];
    const cue: WeightName = isMade ? 'talks-away.made-code' : 'talks-away.new-script';
    const domains = listeners.map(({ domain }) => domain).sort();
    return [
      {
        nature: 'added',
        finding: {
          detector: id,
          cues: [cue],
          family: 'behaviour',
          kind: 'injection',
          score: context.policy.weights[cue],
          reason: sentence(isMade, hostsIn(listeners)),
          fingerprint: fingerprint(id, ...domains),
          indicators: indicatorList(hostIndicators(listeners.map(({ host }) => host))),
        },
      },
    ];
  },
};

/** An inline script that the page never had. */
function hasNewScript({ views }: LookContext): boolean {
  return views.some(({ facts, learned, isBorrowed }) => {
    if (learned === null || isBorrowed) return false;
    const known = new Set(learned.scripts.keys);
    return facts.scripts.some(({ key }) => key !== '' && !known.has(key));
  });
}

function sentence(isMade: boolean, hosts: string): Words {
  return isMade
    ? {
        vi: `Trang tự sinh mã lệnh chưa từng có và trao đổi dữ liệu với máy chủ lạ: ${hosts}.`,
        en: `The page makes code that it never made, and exchanges data with strange hosts: ${hosts}.`,
      }
    : {
        vi: `Đoạn mã lệnh mới trên trang trao đổi dữ liệu với máy chủ lạ: ${hosts}.`,
        en: `With a new script on it, the page exchanges data with strange hosts: ${hosts}.`,
      };
}
