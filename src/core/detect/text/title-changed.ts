/** The page has a title it never had before. */
import { foldText } from '../../facts/text/text-folding.ts';
import { titleChange } from '../../facts/text/title-change.ts';
import type { LearnedView } from '../../learned/learned-view.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { usualIn, weighUsual, withHabit } from '../shared/habit-relief.ts';
import { indicatorList, indicatorsIn, textIndicators } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';

const id = 'title-changed';

export const titleChanged: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

/**
 * How hackers decorate their names and nobody else writes a title: `./name`, `[!]`, `^_^`, tags, skulls and daggers.
 */
const dressed =
  /(?:^|[\s|])\.\/\w|\[[!+x-]\]|\^_+\^|<\/|[|\]:=~-]{2}\s*$|^[|[:=~-]{2}|[☠⚔†✞]|\d{3,4}$(?<=[A-Za-z]\d{3,4})/u;

function evidenceIn({ policy, targetUrl }: LookContext, view: ViewContext): Evidence[] {
  const { facts, learned, isBorrowed, lookAlike } = view;
  if (learned === null || isBorrowed || learned.titles.keys.length === 0) return [];
  const now = facts.title.slice(0, 300);
  const change = titleChange(learned.titles.keys, now);
  if (change === 0) return [];
  const cue = change === 1 ? 'title-changed.reworded' : 'title-changed.unrelated';
  const cues = [cue, ...(dressed.test(now) ? (['title-changed.dressed'] as const) : [])] as const;
  const { score, relief } = weighUsual(policy, cues, [usualIn(policy, view, { name: 'title', amount: change, cue })]);
  const before = newestTitle(learned);
  return [
    {
      // An error page has its own title, and a signature in it is left to signature-phrase. Redesigns reword titles.
      nature:
        lookAlike !== null ? 'missing' : cues.every((one) => one === 'title-changed.reworded') ? 'changed' : 'added',
      finding: {
        detector: id,
        cues,
        family: 'title',
        kind: 'defacement',
        score,
        ...(relief === undefined ? {} : { relief }),
        reason: withHabit(
          {
            vi: `Tiêu đề trang đổi từ ${quoted(before)} thành ${quoted(now)}.`,
            en: `The title changed from ${quoted(before)} to ${quoted(now)}.`,
          },
          relief,
        ),
        fingerprint: fingerprint(id, lettersOf(now)),
        place: { path: 'title', before: before.slice(0, 500), after: now.slice(0, 500) },
        indicators: indicatorList(textIndicators('phrase', now), indicatorsIn(now, targetUrl)),
      },
    },
  ];
}

/**
 * The title's letters, sorted: defacers rotate their titles, and that is one title rather than a new one each second.
 */
function lettersOf(title: string): string {
  return [...foldText(title).replace(/[^\p{L}\p{N}]+/gu, '')].sort().join('');
}

function newestTitle({ titles }: LearnedView): string {
  let newest = 0;
  titles.last.forEach((look, i) => {
    if (look >= (titles.last[newest] ?? 0)) newest = i;
  });
  return titles.keys[newest] ?? '';
}
