/** Added text reads like a defacer's, whether or not it contains listed phrases. */
import type { Detector } from '../shared/detector.ts';
import { inAllViews } from '../shared/views.ts';
import { wordingEvidence } from '../shared/wording-evidence.ts';

const id = 'defacer-wording';

export const defacerWording: Detector = {
  id,
  detect(context) {
    return inAllViews(context, (_, view) => wordingEvidence(question, context, view));
  },
};

const question = {
  id,
  model: 'defacer',
  kind: 'defacement',
  most: { 'first-sight': 'defacer-wording.first-sight.most', learned: 'defacer-wording.learned.most' },
  what: {
    vi: 'nội dung viết theo giọng của kẻ tấn công thay đổi giao diện',
    en: 'text that reads as defacers write',
  },
} as const;
