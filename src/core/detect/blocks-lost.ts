/** What surely belonged to the page is gone: its text, its frame, its words, its addresses. */
import type { Comparison } from '../learned/comparison.ts';
import type { WeightName } from '../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { percent, quoted } from './quoted.ts';

const id = 'blocks-lost';

export const blocksLost: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn({ policy }: LookContext, { comparison, facts, isBorrowed }: ViewContext): Evidence[] {
  if (comparison === null || isBorrowed || comparison.stableWeight < 10) return [];
  const weight = weightOf(comparison);
  if (weight === null) return [];
  const { textKept, outlineKept, lost } = comparison;
  const example = lost[0];
  const heaviest = comparison.added.filter((block) => !block.hidden).slice(0, 20);
  return [
    {
      nature: 'missing',
      finding: {
        detector: id,
        family: 'text',
        kind: 'defacement',
        score: policy.weights[weight],
        reason: {
          vi: `Chỉ còn ${percent(textKept)} nội dung ổn định và ${percent(outlineKept)} cấu trúc trang${example === undefined ? '' : `; đã mất ${quoted(example)}`}.`,
          en: `Only ${percent(textKept)} of the stable text and ${percent(outlineKept)} of the outline are left${example === undefined ? '' : `; gone is ${quoted(example)}`}.`,
        },
        fingerprint: fingerprint(id, ...(heaviest.length === 0 ? [facts.title] : heaviest.map((block) => block.key))),
        place: {
          ...(lost.length === 0 ? {} : { before: lost.join(' · ').slice(0, 500) }),
          ...(heaviest.length === 0
            ? {}
            : {
                after: heaviest
                  .map((block) => block.text)
                  .join(' · ')
                  .slice(0, 500),
              }),
        },
      },
    },
  ];
}

function weightOf(comparison: Comparison): WeightName | null {
  const { textKept, outlineKept, wordsKept, addressesKept } = comparison;
  if (textKept > 0.5) return null;
  const kept = Math.max(outlineKept, wordsKept, addressesKept);
  if (textKept < 0.08 && kept < 0.1) return 'blocks-lost.foreign-page';
  if (textKept < 0.15 && kept < 0.25) return 'blocks-lost.replaced';
  return textKept < 0.25 && kept < 0.6 ? 'blocks-lost.most' : 'blocks-lost.some';
}
