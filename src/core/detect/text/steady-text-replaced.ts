/** Text seen in every look for weeks was replaced by other text, while the rest of the page is still there. */
import { isSamePage, steadyLost } from '../../learned/amounts.ts';
import { newOf } from '../../learned/values/page-values.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { usualIn, weighUsual, withHabit } from '../shared/habit-relief.ts';
import { indicatorList, indicatorsIn } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';

const id = 'steady-text-replaced';

export const steadyTextReplaced: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

/** More lost or added at once is an update of the page, which other detectors weigh by its size. */
const mostLost = 6;
const mostAdded = 12;

function evidenceIn({ look, policy, targetUrl }: LookContext, view: ViewContext): Evidence[] {
  const { facts, learned, comparison, isBorrowed, lookAlike } = view;
  if (learned === null || comparison === null || isBorrowed || lookAlike !== null) return [];
  // Other detectors report rebuilt pages.
  if (!isSamePage(comparison) || look.cutOff !== null) return [];
  const added = comparison.added.filter(({ hidden }) => !hidden);
  const lost = steadyLost(learned, facts, look.at);
  if (lost.length === 0 || lost.length > mostLost || added.length === 0 || added.length > mostAdded) return [];
  const cues: WeightName[] = [id];
  if (namesReceiver(view)) cues.push('steady-text-replaced.names-receiver');
  const { score, relief } = weighUsual(policy, cues, [
    usualIn(policy, view, { name: 'steady', amount: lost.length, cue: id }),
  ]);
  // For a long text only the hash is kept.
  const before = lost.find((key) => !key.startsWith('#')) ?? '';
  const after = added
    .slice(0, 8)
    .map(({ text }) => text)
    .join(' · ');
  const gone = before === '' ? { vi: '', en: '' } : { vi: ` (${quoted(before)})`, en: ` (${quoted(before)})` };
  return [
    {
      nature: cues.length > 1 ? 'added' : 'changed',
      finding: {
        detector: id,
        cues,
        family: 'text',
        kind: 'defacement',
        score,
        ...(relief === undefined ? {} : { relief }),
        reason: withHabit(
          {
            vi: `Đoạn chữ vẫn đứng yên nhiều tuần${gone.vi} đã mất, thay vào đó là ${quoted(after, 160)}.`,
            en: `Text that had stood for weeks${gone.en} is gone, and there is ${quoted(after, 160)} instead.`,
          },
          relief,
        ),
        fingerprint: fingerprint(id, ...added.slice(0, 20).map(({ key }) => key)),
        place: { ...(before === '' ? {} : { before: before.slice(0, 500) }), after: after.slice(0, 500) },
        indicators: indicatorList(indicatorsIn(after, targetUrl)),
      },
    },
  ];
}

/** An account or a wallet that the page never named. */
function namesReceiver({ learned, facts }: ViewContext): boolean {
  if (learned === null) return false;
  return (newOf('contacts', learned, facts) ?? []).some(({ slot }) => /^(?:account|wallet) /.test(slot));
}
