/** Adds what new scripts do to the views of a look. */
import type { ViewContext } from '../detect/shared/detector.ts';
import type { Look } from '../facts/look.ts';
import type { PageFacts } from '../facts/page-facts.ts';
import type { Baseline } from '../learned/baseline.ts';
import type { Comparison } from '../learned/comparison.ts';
import type { LearnedView } from '../learned/learned-view.ts';
import { freshScripts, writtenFacts } from '../scripts/fresh-scripts.ts';
import { type NewCode, newMadeCode } from '../scripts/made-code.ts';

export interface ReadViews {
  readonly views: readonly ViewContext[];
  /** One for each view whose new scripts write or show something. */
  readonly written: readonly ViewContext[];
}

/** @param url final address of the page: what its scripts write is read as content of that address */
export function withScripts(bare: readonly ViewContext[], url: string): ReadViews {
  const views = bare.map((view) => ({ ...view, scripts: freshScripts(view.facts, view.learned) }));
  const written = views.flatMap(({ scripts, learned, isBorrowed }): ViewContext[] => {
    const facts = writtenFacts(scripts, url);
    return facts === null ? [] : [writtenView(facts, { learned, isBorrowed })];
  });
  return { views, written };
}

function writtenView(
  facts: PageFacts,
  { learned, isBorrowed }: Pick<ViewContext, 'learned' | 'isBorrowed'>,
): ViewContext {
  const comparison = learned === null ? null : comparedAdditions(learned, facts);
  return { view: 'written', facts, learned, isBorrowed, comparison, beforeCut: null, lookAlike: null };
}

/** What code added to the portal's own script files would write or show, perhaps only on a click. */
export function writtenByFiles(made: readonly NewCode[], views: readonly ViewContext[], url: string): ViewContext[] {
  const view = views.find((one) => one.view === 'rendered' && one.learned !== null);
  const grown = made.filter(({ fact }) => fact.file?.change === 'grown');
  const facts = view === undefined || grown.length === 0 ? null : writtenFacts(grown, url);
  return view === undefined || facts === null ? [] : [writtenView(facts, view)];
}

/** Recorded behaviour is only compared with that of the same browser version. */
export function madeIn({ behaviour, rendererVersion }: Look, baseline: Baseline | null): NewCode[] {
  const known = baseline?.content.behaviour;
  if (behaviour === null || known === undefined || known.recordedBy !== rendererVersion) return [];
  return newMadeCode(behaviour, known);
}

/** For what scripts write, only additions are compared. */
function comparedAdditions(learned: LearnedView, facts: PageFacts): Comparison {
  const known = new Set(learned.blocks.keys);
  const knownSide = new Set(learned.side.keys);
  return {
    textKept: 1,
    stableWeight: 0,
    lost: [],
    stableLost: 0,
    added: facts.blocks.filter(({ key }) => !known.has(key)),
    addedSide: facts.side.filter(({ key }) => !knownSide.has(key)),
    addedShare: 0,
    outlineKept: 1,
    wordsKept: 1,
    familiarWords: 1,
    addressesKept: 1,
  };
}
