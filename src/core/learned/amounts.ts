/** Counts what a look brings beyond what was learned before it; the names are explained in `habit.ts`. */
import { registrableDomain } from '../address.ts';
import type { LinkFact, PageFacts } from '../facts/page-facts.ts';
import { titleChange } from '../facts/text/title-change.ts';
import { type Comparison, compare } from './comparison.ts';
import type { Amounts } from './habit.ts';
import type { LearnedPicture, PictureComparison } from './learned-picture.ts';
import { topRows } from './learned-picture.ts';
import { blockWeight, dayOf, type LearnedView } from './learned-view.ts';
import { stability } from './tally.ts';
import type { NewValue } from './values/known-values.ts';
import { newOf } from './values/page-values.ts';

/** Share of stable text kept below which the page was rebuilt: its new shapes and texts then do not count as habit. */
export const sameFrom = 0.7;

/** Blocks whose loss leaves the page the same, however much of a short page they are. */
const fewLost = 2;

/** Whether the page is still there, but for some of its text. */
export function isSamePage({ textKept, stableLost, outlineKept }: Comparison): boolean {
  return textKept >= sameFrom || (stableLost <= fewLost && outlineKept >= sameFrom);
}
/** Share of stable text kept below which too little is left to speak of a habit. */
const someFrom = 0.25;

/** Days of presence in every look from which a block is long-standing. */
const steadyDays = 14;

/** Whether no script was added in the two weeks before this look. */
export function scriptsStoodStill({ scriptsSince }: LearnedView, at: number): boolean {
  return scriptsSince !== undefined && dayOf(at) - scriptsSince >= steadyDays;
}

/** @param at of the look, milliseconds */
export function amountsOf(view: LearnedView, facts: PageFacts, at: number): Amounts {
  const comparison = compare(view, facts);
  if (comparison.stableWeight === 0 || comparison.textKept < someFrom) return {};
  const lost = { lost: lostPercent(comparison) };
  if (comparison.textKept < sameFrom) return lost;
  return {
    ...lost,
    shapes: newShapes(view, facts),
    ...steadyAmount(view, facts, at),
    domains: newDomains(view, facts.links),
    moved: movedLinks(view, facts).length,
    scripts: newScripts(view, facts),
    title: titleChange(view.titles.keys, facts.title),
  };
}

/** Amounts of a picture that is comparable with the learned one. */
export function pictureAmounts(
  { columns }: LearnedPicture,
  { changedShareOnTop, regions }: PictureComparison,
): Amounts {
  const screen = columns * topRows;
  const area = regions.reduce((most, { steadyTiles }) => Math.max(most, steadyTiles), 0);
  return { screen: Math.round(100 * changedShareOnTop), area: Math.round((100 * area) / screen) };
}

export function newShapes({ outline }: LearnedView, facts: PageFacts): number {
  const known = new Set(outline.keys);
  return facts.outline.reduce((count, shape) => count + (known.has(shape) ? 0 : 1), 0);
}

/** Weight of the visible text that was never learned. */
export function newText({ added }: Comparison): number {
  return added.reduce((sum, { hidden, text }) => sum + (hidden ? 0 : blockWeight(text.length)), 0);
}

export function lostPercent({ textKept }: Comparison): number {
  return Math.round(100 * (1 - textKept));
}

/** Keys of blocks that were in every look for two weeks and are gone. */
export function steadyLost(view: LearnedView, facts: PageFacts, at: number): string[] {
  const shown = new Set(facts.blocks.map(({ key }) => key));
  return steadyBlocks(view, at).filter((key) => !shown.has(key));
}

function steadyBlocks({ blocks, since = [], looks }: LearnedView, at: number): string[] {
  const border = dayOf(at) - steadyDays;
  const isSteady = (i: number): boolean =>
    (since[i] ?? Number.POSITIVE_INFINITY) <= border && stability(blocks, i, looks) === 1;
  return blocks.keys.filter((_, i) => isSteady(i));
}

/** Nothing for a page watched for less than two weeks. */
function steadyAmount(view: LearnedView, facts: PageFacts, at: number): Pick<Amounts, 'steady'> {
  return steadyBlocks(view, at).length === 0 ? {} : { steady: steadyLost(view, facts, at).length };
}

/** Number of registrable domains that are linked for the first time. */
function newDomains({ hosts }: LearnedView, links: readonly LinkFact[]): number {
  const known = new Set(hosts.links);
  const fresh = links.flatMap(({ host }) => (host === null || known.has(host) ? [] : [registrableDomain(host)]));
  return new Set(fresh).size;
}

/** Links that always led to one host, or stayed on the portal, and now lead to another. */
export function movedLinks(view: LearnedView, facts: PageFacts): readonly NewValue[] {
  return (newOf('links', view, facts) ?? []).filter(({ before, value }) => before !== null && value !== 'own');
}

function newScripts({ scripts }: LearnedView, facts: PageFacts): number {
  const known = new Set(scripts.keys);
  return new Set(facts.scripts.flatMap(({ key }) => (key === '' || known.has(key) ? [] : [key]))).size;
}
