/**
 * A piece of a foreign page inside the page: much markup of an unknown structure, while the page's own is unchanged.
 */
import { newShapes, newText, sameFrom } from '../../learned/amounts.ts';
import { walkedAmount } from '../../learned/habit.ts';
import type { Policy, WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { type Usual, usualIn, weighUsual, withHabit } from '../shared/habit-relief.ts';
import { indicatorList, indicatorsIn } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';

const id = 'markup-added';

/**
 * New shingles of the outline. Of 1,108 recorded benign steps 1 % added more than 17 and none more than 59; editors add
 * text in existing places.
 */
const thresholds = { some: 20, much: 40, flood: 60 };
/**
 * Shares of stable text (beside `sameFrom`) and outline that must remain: otherwise the page was rebuilt, which other
 * detectors judge.
 */
const kept = { mostText: 0.85, outline: 0.85 };
/** Weight of new text, and its minimum share of the page's text. */
const textFlood = { weight: 300, share: 0.5 };
const foreignHosts = 2;

export const markupAdded: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn({ policy, targetUrl }: LookContext, view: ViewContext): Evidence[] {
  const { cues, usual } = cuesOf(policy, view);
  const added = view.comparison?.added.filter((block) => !block.hidden) ?? [];
  // Empty boxes that a script will fill show nobody anything yet.
  const isEmpty = added.length === 0 && cues.every((cue) => cue === 'markup-added.some');
  if (cues.length === 0 || isEmpty) return [];
  const { score, relief } = weighUsual(policy, cues, usual);
  const shown = added.slice(0, 8).map(({ text }) => text);
  return [
    {
      // New markup alone, however large, may be a part of the page that was rebuilt.
      nature: 'changed',
      finding: {
        detector: id,
        cues,
        family: 'outline',
        kind: 'injection',
        score,
        ...(relief === undefined ? {} : { relief }),
        reason: withHabit(
          {
            vi: `Giữa trang xuất hiện một phần lớn có cấu trúc lạ, trong khi nội dung cũ vẫn còn: ${quoted(shown.join(' · '), 160)}.`,
            en: `A large part of foreign make appeared inside the page, while its own content is still there: ${quoted(shown.join(' · '), 160)}.`,
          },
          relief,
        ),
        fingerprint: fingerprint(id, ...added.slice(0, 20).map(({ key }) => key)),
        place: { after: shown.join(' · ').slice(0, 500) },
        indicators: indicatorList(indicatorsIn(shown.join(' · '), targetUrl)),
      },
    },
  ];
}

/** Includes what accumulated gradually since people last approved the page. */
function cuesOf(policy: Policy, view: ViewContext): { cues: WeightName[]; usual: Usual[] } {
  const { facts, learned, comparison, isBorrowed } = view;
  if (learned === null || comparison === null || isBorrowed || comparison.textKept < sameFrom)
    return { cues: [], usual: [] };
  const { shapes } = policy.habits;
  const isWhole = comparison.textKept >= kept.mostText && comparison.outlineKept >= kept.outline;
  const cues: WeightName[] = [];
  const usual: Usual[] = [];
  const fresh = walkedAmount(shapes, learned.habits?.shapes, newShapes(learned, facts));
  const size = fresh >= thresholds.flood && isWhole ? 'flood' : fresh >= thresholds.much && isWhole ? 'much' : 'some';
  if (fresh >= thresholds.some) {
    cues.push(`markup-added.${size}`);
    usual.push(usualIn(policy, view, { name: 'shapes', amount: fresh, cue: `markup-added.${size}` }));
  }
  const weight = newText(comparison);
  if (isWhole && weight >= textFlood.weight && comparison.addedShare >= textFlood.share)
    cues.push('markup-added.text-flood');
  if (cues.length > 0 && newHosts(facts.links, learned.hosts.links) >= foreignHosts)
    cues.push('markup-added.foreign-hosts');
  return { cues, usual };
}

function newHosts(links: readonly { readonly host: string | null }[], known: readonly string[]): number {
  const old = new Set(known);
  return new Set(links.flatMap(({ host }) => (host === null || old.has(host) ? [] : [host]))).size;
}
