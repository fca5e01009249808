/** Stable content of the page is gone: its text, frame, words or addresses. */
import type { PageFacts } from '../../facts/page-facts.ts';
import { lostPercent } from '../../learned/amounts.ts';
import type { Comparison } from '../../learned/comparison.ts';
import type { Policy, WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { type Usual, usualIn, weighUsual, withHabit } from '../shared/habit-relief.ts';
import { percent, quoted } from '../shared/quoted.ts';

const id = 'blocks-lost';

export const blocksLost: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn({ policy }: LookContext, view: ViewContext): Evidence[] {
  const { facts, isBorrowed, beforeCut } = view;
  const comparison = beforeCut ?? view.comparison;
  if (comparison === null || isBorrowed || comparison.stableWeight < 10) return [];
  const weight = weightOf(comparison, facts);
  if (weight === null) return [];
  const { textKept, outlineKept, lost } = comparison;
  const { score, relief } = weighUsual(policy, [weight], usualOf(policy, view, comparison, weight));
  const example = lost[0];
  const heaviest = comparison.added.filter((block) => !block.hidden).slice(0, 20);
  return [
    {
      nature: 'missing',
      ...(beforeCut === null ? {} : { isBeforeCut: true }),
      finding: {
        detector: id,
        family: 'text',
        kind: 'defacement',
        score,
        ...(relief === undefined ? {} : { relief }),
        reason: withHabit(
          {
            vi: `Chỉ còn ${percent(textKept)} nội dung ổn định và ${percent(outlineKept)} cấu trúc trang${example === undefined ? '' : `; đã mất ${quoted(example)}`}.`,
            en: `Only ${percent(textKept)} of the stable text and ${percent(outlineKept)} of the outline are left${example === undefined ? '' : `; gone is ${quoted(example)}`}.`,
          },
          relief,
        ),
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
        // The finding quotes lost text, which was the page's own.
        indicators: [],
      },
    },
  ];
}

/** However much a page usually loses each day, losing all of it is never usual. */
function usualOf(policy: Policy, view: ViewContext, comparison: Comparison, cue: WeightName): Usual[] {
  if (cue !== 'blocks-lost.some' && cue !== 'blocks-lost.most') return [];
  return [usualIn(policy, view, { name: 'lost', amount: lostPercent(comparison), cue })];
}

function weightOf(comparison: Comparison, { overBudget }: PageFacts): WeightName | null {
  const { textKept, outlineKept, wordsKept, addressesKept } = comparison;
  if (textKept > 0.5) return null;
  // A page over budget is read without its outline, so the outline says nothing.
  const kept = Math.max(overBudget ? 0 : outlineKept, wordsKept, addressesKept);
  if (textKept < 0.08 && kept < 0.1) return 'blocks-lost.foreign-page';
  if (textKept < 0.15 && kept < 0.25) return 'blocks-lost.replaced';
  return textKept < 0.25 && kept < 0.6 ? 'blocks-lost.most' : 'blocks-lost.some';
}
