/** The page fills its visitors' history so that the back button does not leave it. */
import type { WeightName } from '../../policy.ts';
import type { Detector } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { weigh } from '../shared/weigh.ts';
import { knownBehaviour } from './known-behaviour.ts';

const id = 'history-filled';
/** Applications add one or two entries on start; pages that trap visitors add tens. An estimate, not measured. */
const manyEntries = 10;

export const historyFilled: Detector = {
  id,
  detect(context) {
    const found = knownBehaviour(context);
    if (found === null) return [];
    const { entries, holdsBack } = found.seen.history;
    const { known } = found;
    const cues: WeightName[] = [];
    if (entries >= manyEntries && entries > 2 * known.entries) cues.push('history-filled.many');
    if (entries > 0 && holdsBack && !(known.holdsBack && known.entries > 0)) cues.push('history-filled.held');
    if (cues.length === 0) return [];
    return [
      {
        nature: 'added',
        finding: {
          detector: id,
          cues,
          family: 'behaviour',
          kind: 'redirection',
          score: weigh(context.policy, cues),
          reason: {
            vi: `Trang tự thêm ${entries} mục vào lịch sử duyệt web${holdsBack ? ' và giữ nút quay lại' : ''}.`,
            en: `The page adds ${entries} entries to the history${holdsBack ? ' and holds the back button' : ''}.`,
          },
          fingerprint: fingerprint(id, ...cues),
          indicators: [],
        },
      },
    ];
  },
};
