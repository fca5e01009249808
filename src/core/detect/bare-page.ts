/** At first sight: a page with next to nothing on it, as a dropped file or a lone picture has, and no portal. */
import type { Detector, Evidence, LookContext, ViewContext } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { quoted } from './quoted.ts';

const id = 'bare-page';
const mostCharacters = 120;

export const barePage: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn({ policy, look }: LookContext, { facts, learned, lookAlike }: ViewContext): Evidence[] {
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
          vi: `Trang gần như không có gì: không liên kết, không định dạng, chỉ có ${quoted(text)}.`,
          en: `There is next to nothing on the page: no links, no styles, only ${quoted(text)}.`,
        },
        fingerprint: fingerprint(id, text),
        place: { after: text.slice(0, 500) },
      },
    },
  ];
}

/** A shell that scripts will fill, a form, or a way onward is something. */
function isBare({ counts, links, scripts, styles, forms, frames, images, refresh }: ViewContext['facts']): boolean {
  if (counts.visibleCharacters > mostCharacters || counts.visibleCharacters + images.length === 0) return false;
  return links.length + scripts.length + styles.length + forms.length + frames.length === 0 && refresh === null;
}
