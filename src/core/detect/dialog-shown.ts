/** A dialog box that the page never showed: how stored scripts announce themselves, and what portals hardly use any more. */
import { blockKey } from '../facts/block-key.ts';
import type { WeightName } from '../policy.ts';
import type { Detector, Evidence } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { quoted } from './quoted.ts';

const id = 'dialog-shown';
/** Of a page that shows many, the first ones tell enough. */
const told = 5;

export const dialogShown: Detector = {
  id,
  detect({ look, baseline, policy }) {
    const known = baseline?.content.dialogs;
    if (known === undefined) return [];
    // A page that greets its visitors may change the greeting.
    const weight = known.length === 0 ? 'dialog-shown.first' : 'dialog-shown.another';
    const texts = new Map(look.dialogs.map((text) => [blockKey(text), text]));
    return [...texts]
      .filter(([key]) => !known.includes(key))
      .slice(0, told)
      .map(([key, text]) => evidence(key, text, weight, policy.weights[weight]));
  },
};

function evidence(key: string, text: string, cue: WeightName, score: number): Evidence {
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
    },
  };
}
