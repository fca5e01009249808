/** Stable content of the page is gone: its text, frame, words or addresses. */
import type { Words } from '../../domain/words.ts';
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
  const { lost } = comparison;
  const { score, relief } = weighUsual(policy, [weight], usualOf(policy, view, comparison, weight));
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
        reason: withHabit(reasonOf(comparison), relief),
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

function reasonOf({ textKept, outlineKept, lost: [example] }: Comparison): Words {
  const [text, outline] = [percent(textKept), percent(outlineKept)];
  const isAll = text === percent(0) && outline === percent(0);
  const vi = isAll
    ? 'Toàn bộ nội dung và bố cục trang đã bị thay thế'
    : `Chỉ còn ${text} nội dung ổn định và ${outline} bố cục trang`;
  const en = isAll
    ? 'The whole content and layout of the page have been replaced'
    : `Only ${text} of the stable text and ${outline} of the outline are left`;
  if (example === undefined) return { vi: `${vi}.`, en: `${en}.` };
  return { vi: `${vi}; đã mất ${quoted(example)}.`, en: `${en}; gone is ${quoted(example)}.` };
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
