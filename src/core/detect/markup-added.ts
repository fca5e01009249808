/** A piece of another site's page inside the page: much markup of a make it never had, while its own stays where it was. */
import { blockWeight } from '../learned/learned-view.ts';
import type { WeightName } from '../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { quoted } from './quoted.ts';
import { weigh } from './weigh.ts';

const id = 'markup-added';

/**
 * New shingles of the outline. Of 1,108 recorded benign steps 1 % brought more than 17 and none more than 59; editors add
 * text in places that exist.
 */
const marks = { some: 20, much: 40, flood: 60 };
/** Shares of stable text and outline that must still be there: otherwise the page was rebuilt, which is another matter. */
const kept = { text: 0.7, mostText: 0.85, outline: 0.85 };
/** New text of this weight, and more than all that was there. */
const textFlood = { weight: 300, share: 0.5 };
const foreignHosts = 2;

export const markupAdded: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn({ policy }: LookContext, view: ViewContext): Evidence[] {
  const cues = cuesOf(view);
  const added = view.comparison?.added.filter((block) => !block.hidden) ?? [];
  if (cues.length === 0) return [];
  const shown = added.slice(0, 8).map(({ text }) => text);
  return [
    {
      // Below a flood it may be a rebuilt part, and comes with whatever else rebuilding brings.
      nature: cues.some((cue) => cue.endsWith('flood')) ? 'added' : 'changed',
      finding: {
        detector: id,
        cues,
        family: 'outline',
        kind: 'injection',
        score: weigh(policy, cues),
        reason: {
          vi: `Giữa trang xuất hiện một phần lớn có cấu trúc lạ, trong khi nội dung cũ vẫn còn: ${quoted(shown.join(' · '), 160)}.`,
          en: `A large part of foreign make appeared inside the page, while its own content is still there: ${quoted(shown.join(' · '), 160)}.`,
        },
        fingerprint: fingerprint(id, ...added.slice(0, 20).map(({ key }) => key)),
        place: { after: shown.join(' · ').slice(0, 500) },
      },
    },
  ];
}

function cuesOf({ facts, learned, comparison, isBorrowed }: ViewContext): WeightName[] {
  if (learned === null || comparison === null || isBorrowed || comparison.textKept < kept.text) return [];
  const cues: WeightName[] = [];
  const isWhole = comparison.textKept >= kept.mostText && comparison.outlineKept >= kept.outline;
  const known = new Set(learned.outline.keys);
  const fresh = facts.outline.reduce((count, shingle) => count + (known.has(shingle) ? 0 : 1), 0);
  if (fresh >= marks.flood && isWhole) cues.push('markup-added.flood');
  else if (fresh >= marks.much && isWhole) cues.push('markup-added.much');
  else if (fresh >= marks.some) cues.push('markup-added.some');
  const weight = comparison.added.reduce((sum, { hidden, text }) => sum + (hidden ? 0 : blockWeight(text.length)), 0);
  if (isWhole && weight >= textFlood.weight && comparison.addedShare >= textFlood.share)
    cues.push('markup-added.text-flood');
  if (cues.length > 0 && newHosts(facts.links, learned.hosts.links) >= foreignHosts)
    cues.push('markup-added.foreign-hosts');
  return cues;
}

function newHosts(links: readonly { readonly host: string | null }[], known: readonly string[]): number {
  const old = new Set(known);
  return new Set(links.flatMap(({ host }) => (host === null || old.has(host) ? [] : [host]))).size;
}
