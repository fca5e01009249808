/** Hidden text not meant for readers: long, new, and made of letters that form no words. */

import type { TextBlock } from '../../facts/page-facts.ts';
import { foldText, wordsOf } from '../../facts/text/text-folding.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { quoted } from '../shared/quoted.ts';

const id = 'hidden-text';
const shortest = 400;
const wordsRead = 300;

export const hiddenText: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn({ policy }: LookContext, { facts, comparison }: ViewContext): Evidence[] {
  const hidden = (comparison?.added ?? facts.blocks).filter((block) => block.hidden && block.text.length >= shortest);
  const block = hidden.find(isEncoded);
  if (block === undefined) return [];
  const cue: WeightName = comparison === null ? 'hidden-text.first-sight' : 'hidden-text.learned';
  return [
    {
      nature: 'added',
      finding: {
        detector: id,
        cues: [cue],
        family: 'scripts',
        kind: 'injection',
        score: policy.weights[cue],
        reason: {
          vi: `Có khối ký tự vô nghĩa bị ẩn, thường là dữ liệu mã hóa của mã độc: ${quoted(block.text, 60)}.`,
          en: `A hidden block of meaningless letters, as malicious code carries its data: ${quoted(block.text, 60)}.`,
        },
        fingerprint: fingerprint(id, block.key),
        place: { path: facts.places[block.place] ?? '', after: block.text.slice(0, 500) },
        indicators: [],
      },
    },
  ];
}

/**
 * Encoded data consists almost entirely of distinct "words", with digits and breaks inside: fewer than one in 25 is one
 * of the commonest short words.
 */
function isEncoded({ text }: TextBlock): boolean {
  if (/[<>{}]/.test(text)) return false;
  const words = wordsOf(foldText(text.slice(0, 4_000)), wordsRead);
  if (words.length < 20) return !/\s/.test(text.slice(0, shortest));
  const distinct = new Set(words).size / words.length;
  const odd = words.filter((word) => /[bcdfghjklmnpqrstvwxz]{4}|\d[a-z]|[a-z]\d/.test(word)).length / words.length;
  return distinct > 0.75 && odd > 0.25;
}
