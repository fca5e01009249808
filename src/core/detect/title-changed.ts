/** The page is called something it was never called before. */
import { foldText, wordsOf } from '../facts/text-folding.ts';
import type { LearnedView } from '../learned/learned-view.ts';
import type { WeightName } from '../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { quoted } from './quoted.ts';
import { weigh } from './weigh.ts';

const id = 'title-changed';

export const titleChanged: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

/** How hackers write their names and nobody else writes a title: `./name`, `[!]`, `^_^`, tags, skulls and daggers. */
const dressed =
  /(?:^|[\s|])\.\/\w|\[[!+x-]\]|\^_+\^|<\/|[|\]:=~-]{2}\s*$|^[|[:=~-]{2}|[☠⚔†✞]|\d{3,4}$(?<=[A-Za-z]\d{3,4})/u;

function evidenceIn({ policy }: LookContext, { facts, learned, isBorrowed, lookAlike }: ViewContext): Evidence[] {
  if (learned === null || isBorrowed || learned.titles.keys.length === 0) return [];
  const now = facts.title.slice(0, 300);
  if (learned.titles.keys.includes(now) || learned.titles.keys.some((title) => sameTitle(title, now))) return [];
  const cues = [weightOf(learned, now), ...(dressed.test(now) ? (['title-changed.dressed'] as const) : [])];
  const before = newestTitle(learned);
  return [
    {
      // An error page has its own title, and a signature in it is the phrases' matter.
      nature: lookAlike === null ? 'added' : 'missing',
      finding: {
        detector: id,
        cues,
        family: 'title',
        kind: 'defacement',
        score: weigh(policy, cues),
        reason: {
          vi: `Tiêu đề trang đổi từ ${quoted(before)} thành ${quoted(now)}.`,
          en: `The title changed from ${quoted(before)} to ${quoted(now)}.`,
        },
        fingerprint: fingerprint(id, lettersOf(now)),
        place: { path: 'title', before: before.slice(0, 500), after: now.slice(0, 500) },
      },
    },
  ];
}

/** Pages that change their title by themselves say less by it; one that shares no word with any earlier says more. */
function weightOf(learned: LearnedView, now: string): WeightName {
  const distinct = learned.titles.keys.length;
  if (distinct >= 3 && distinct * 3 >= learned.looks) return 'title-changed.once-more';
  const words = wordsOfTitle(now);
  const known = new Set(learned.titles.keys.flatMap((title) => wordsOfTitle(title)));
  return words.some((word) => known.has(word)) ? 'title-changed.reworded' : 'title-changed.unrelated';
}

/** Equal but for numbers (unread counters, dates), case, accents and signs. */
function sameTitle(a: string, b: string): boolean {
  return (
    foldText(a)
      .replace(/[\d\P{L}]+/gu, ' ')
      .trim() ===
    foldText(b)
      .replace(/[\d\P{L}]+/gu, ' ')
      .trim()
  );
}

/** The title's letters in order: defacers let theirs run in circles, and that is one title and not a new one each second. */
function lettersOf(title: string): string {
  return [...foldText(title).replace(/[^\p{L}\p{N}]+/gu, '')].sort().join('');
}

function wordsOfTitle(title: string): string[] {
  return wordsOf(foldText(title), 60).filter((word) => word.length >= 3 && !/^\d+$/.test(word));
}

function newestTitle({ titles }: LearnedView): string {
  let newest = 0;
  titles.last.forEach((look, i) => {
    if (look >= (titles.last[newest] ?? 0)) newest = i;
  });
  return titles.keys[newest] ?? '';
}
