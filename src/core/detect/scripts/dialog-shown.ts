/** A dialog box that the page never showed: a typical sign of stored scripts, and rare on today's portals. */
import { blockKey } from '../../facts/text/block-key.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, indicatorsIn, textIndicators } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';

const id = 'dialog-shown';
/** The first few suffice for a page that shows many. */
const shownTexts = 5;

export const dialogShown: Detector = {
  id,
  detect({ look, baseline, policy, targetUrl }) {
    const known = baseline?.content.dialogs;
    if (known === undefined) return [];
    // A page that greets its visitors may change the greeting.
    const weight = known.length === 0 ? 'dialog-shown.first' : 'dialog-shown.another';
    const texts = new Map(look.dialogs.map((text) => [blockKey(text), text]));
    return [...texts]
      .filter(([key]) => !known.includes(key))
      .slice(0, shownTexts)
      .map(([key, text]) => evidence(key, text, weight, policy.weights[weight], targetUrl));
  },
};

function evidence(key: string, text: string, cue: WeightName, score: number, targetUrl: string): Evidence {
  return {
    nature: 'added',
    finding: {
      detector: id,
      cues: [cue],
      family: 'frames',
      kind: 'injection',
      score,
      reason: {
        vi: `Trang bật lên một hộp thoại chưa từng có: ${quoted(text)}.`,
        en: `The page shows a dialog that it never showed: ${quoted(text)}.`,
      },
      fingerprint: fingerprint(id, key),
      place: { after: text.slice(0, 500) },
      indicators: indicatorList(textIndicators('phrase', text), indicatorsIn(text, targetUrl)),
    },
  };
}
