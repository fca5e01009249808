/** Added text reads like a defacer's, whether or not it contains listed phrases. */
import { isSamePage, steadyLost } from '../../learned/amounts.ts';
import type { Detector, LookContext, ViewContext } from '../shared/detector.ts';
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
  beside: {
    cue: 'defacer-wording.in-place',
    holds: standsInPlace,
    what: { vi: ', ở chỗ của đoạn chữ vẫn đứng yên', en: ', in place of standing text' },
  },
  what: {
    vi: 'nội dung viết theo giọng của kẻ tấn công thay đổi giao diện',
    en: 'text that reads as defacers write',
  },
} as const;

const mostReplaced = 6;

/** Stable text went while the page is still there, and it is not counted by `steady-text-replaced` already. */
function standsInPlace(
  { look }: LookContext,
  { view, facts, learned, comparison, isBorrowed, lookAlike }: ViewContext,
): boolean {
  if (learned === null || comparison === null || isBorrowed || lookAlike !== null || view === 'written') return false;
  const { stableLost } = comparison;
  if (!isSamePage(comparison) || stableLost === 0 || stableLost > mostReplaced) return false;
  return steadyLost(learned, facts, look.at).length === 0;
}
