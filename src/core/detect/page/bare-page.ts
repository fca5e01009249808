/** At first sight: an almost empty page, like a dropped file or a lone picture, unlike a portal. */
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, indicatorsIn, textIndicators } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';

const id = 'bare-page';
const mostCharacters = 120;

export const barePage: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn({ policy, look, targetUrl }: LookContext, { facts, learned, lookAlike }: ViewContext): Evidence[] {
  if (learned !== null || lookAlike !== null || look.status !== 200 || !isBare(facts)) return [];
  const text = facts.blocks[0]?.text ?? facts.title;
  return [
    {
      nature: 'added',
      finding: {
        detector: id,
        cues: ['bare-page'],
        family: 'text',
        kind: 'defacement',
        score: policy.weights['bare-page'],
        reason: {
          vi: `Trang gần như trống: không liên kết, không định dạng, chỉ có ${quoted(text)}.`,
          en: `The page is almost empty: no links, no styles, only ${quoted(text)}.`,
        },
        fingerprint: fingerprint(id, text),
        place: { after: text.slice(0, 500) },
        indicators: indicatorList(textIndicators('phrase', text), indicatorsIn(text, targetUrl)),
      },
    },
  ];
}

/** A shell for scripts to fill, a form or an onward link means that it is not bare. */
function isBare({ counts, links, scripts, styles, forms, frames, images, refresh }: ViewContext['facts']): boolean {
  if (counts.visibleCharacters > mostCharacters || counts.visibleCharacters + images.length === 0) return false;
  return links.length + scripts.length + styles.length + forms.length + frames.length === 0 && refresh === null;
}
