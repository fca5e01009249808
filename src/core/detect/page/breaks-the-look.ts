/** A page that broke a look, broke its repetition in a fresh client, and never broke any during learning. */

import type { Tier } from '../../domain/capture.ts';
import type { Words } from '../../domain/words.ts';
import type { Baseline } from '../../learned/baseline.ts';
import type { Policy } from '../../policy.ts';
import type { Evidence } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';

const id = 'breaks-the-look';

const reasons: Readonly<Record<Tier, Words>> = {
  browser: {
    vi: 'Trang có phản hồi nhưng hai lần liên tiếp làm gián đoạn lượt kiểm tra (hết bộ nhớ, treo hoặc không đọc được), lần sau trong trình duyệt mới mở; trong thời gian học, trang không như vậy.',
    en: 'The page responded but disrupted the check twice in a row (memory, hang or unreadable), the second time in a fresh browser; it did not while it was learned.',
  },
  http: {
    vi: 'Trang có phản hồi nhưng hai lần liên tiếp không đọc được trong thời gian và bộ nhớ cho phép; trong thời gian học, trang không như vậy.',
    en: 'The page responded but could not be read within the time and memory limits, twice in a row; it could while it was learned.',
  },
};

/** @param tiers broken in two looks of one check */
export function breaksTheLook(tiers: readonly Tier[], { content }: Baseline, policy: Policy): Evidence[] {
  const [tier] = tiers.filter((one) => !(content.broke ?? []).includes(one));
  if (tier === undefined) return [];
  return [
    {
      nature: 'added',
      finding: {
        detector: id,
        cues: [id],
        family: 'scripts',
        kind: 'injection',
        score: policy.weights[id],
        reason: reasons[tier],
        fingerprint: fingerprint(id, tier),
        indicators: [],
      },
    },
  ];
}
