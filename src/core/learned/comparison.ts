/** A page's facts compared with what was learned; computed once per view and read by every detector. */
import type { PageFacts, SideText, TextBlock } from '../facts/page-facts.ts';
import { blockWeight, type LearnedView, pageAddresses, pageWords } from './learned-view.ts';
import { newPart } from './new-part.ts';
import { stability, stableKeys } from './tally.ts';

/** Shares are 0 to 1; 1 where nothing stable was learned to compare with. */
export interface Comparison {
  /** Stable text still there, by weight. */
  readonly textKept: number;
  /** Weight of all stable text: how much `textKept` rests on. */
  readonly stableWeight: number;
  /** Stable text that is gone, heaviest first, at most 5; only texts short enough to be kept readable. */
  readonly lost: readonly string[];
  /** How many blocks of stable text are gone. */
  readonly stableLost: number;
  /** Blocks never learned; of those that only continue a lost one, what they add. */
  readonly added: readonly TextBlock[];
  readonly addedSide: readonly SideText[];
  /** Added visible text by weight, as a share of all visible text. */
  readonly addedShare: number;
  readonly outlineKept: number;
  /** Share of the learned stable words still on the page. Computed only when text was lost, otherwise 1. */
  readonly wordsKept: number;
  /** Share of the page's words that were ever learned. Computed only when text was lost, otherwise 1. */
  readonly familiarWords: number;
  readonly addressesKept: number;
}

/** Share of text kept above which words are not compared. */
const wordsAskedBelow = 0.8;

export function compare(view: LearnedView, facts: PageFacts): Comparison {
  return comparedUpTo(view, facts, Number.POSITIVE_INFINITY);
}

/**
 * Share of the received text within which a block must lie to count as missing: a page's news is longer on some days.
 */
const surelyBefore = 0.75;

/**
 * Compares a truncated page with what stood before the cut; later content is not missed. In a page as long as the
 * longest learned one, everything should be before the cut, whatever the page is padded with.
 * @param isCapped it was cut because it exceeded the size caps
 */
export function compareBeforeCut(view: LearnedView, facts: PageFacts, isCapped: boolean): Comparison {
  if (isCapped || facts.counts.markupCharacters >= view.markupCharacters) return compare(view, facts);
  const arrived = facts.blocks.reduce((sum, { text }) => sum + text.length, 0);
  return comparedUpTo(view, facts, arrived * surelyBefore);
}

/** @param reach characters of text within which a stable block is missed */
function comparedUpTo(view: LearnedView, facts: PageFacts, reach: number): Comparison {
  const shown = new Set(facts.blocks.map((block) => block.key));
  const knownSide = new Set(view.side.keys);
  const text = keptText(view, shown, reach);
  const known = new Set(view.blocks.keys);
  const added = facts.blocks.filter((block) => !known.has(block.key));
  const asked = text.kept < wordsAskedBelow;
  const words = asked ? pageWords(facts) : new Set<number>();
  return {
    textKept: text.kept,
    stableWeight: text.weight,
    lost: text.lost,
    stableLost: text.count,
    added: text.count === 0 ? added : newPart(added, known, shown),
    addedSide: facts.side.filter((side) => !knownSide.has(side.key)),
    addedShare: share(visibleWeight(added), visibleWeight(facts.blocks)),
    outlineKept: facts.overBudget ? 1 : keptShare(stableKeys(view.outline, view.looks), new Set(facts.outline)),
    wordsKept: asked ? keptShare(stableKeys(view.words, view.looks), words) : 1,
    familiarWords: asked ? familiar(view, words) : 1,
    addressesKept: asked ? keptShare(stableKeys(view.addresses, view.looks), pageAddresses(facts)) : 1,
  };
}

function keptText(
  view: LearnedView,
  shown: ReadonlySet<string>,
  reach: number,
): { kept: number; weight: number; lost: string[]; count: number } {
  let all = 0;
  let count = 0;
  let kept = 0;
  const lost: { key: string; weight: number }[] = [];
  view.blocks.keys.forEach((key, index) => {
    const weight = stability(view.blocks, index, view.looks) * (view.weights[index] ?? 1);
    if (weight === 0 || !isWithin(view.starts[index] ?? -1, reach)) return;
    all += weight;
    if (shown.has(key)) {
      kept += weight;
      return;
    }
    count++;
    if (!key.startsWith('#')) lost.push({ key, weight });
  });
  // For display: learned text has its numbers folded to 0 and reads oddly, so others come first, then the heaviest.
  lost.sort((a, b) => Number(/\d/.test(a.key)) - Number(/\d/.test(b.key)) || b.weight - a.weight);
  return { kept: all === 0 ? 1 : kept / all, weight: all, lost: lost.slice(0, 5).map((one) => one.key), count };
}

/** Blocks of unknown position are missed in complete pages only. */
function isWithin(start: number, reach: number): boolean {
  return reach === Number.POSITIVE_INFINITY || (start >= 0 && start < reach);
}

function keptShare<K>(stable: ReadonlyMap<K, number>, shown: ReadonlySet<K>): number {
  let all = 0;
  let kept = 0;
  for (const [key, weight] of stable) {
    all += weight;
    if (shown.has(key)) kept += weight;
  }
  return all === 0 ? 1 : kept / all;
}

function familiar(view: LearnedView, words: ReadonlySet<number>): number {
  const known = new Set(view.words.keys);
  let count = 0;
  for (const word of words) if (known.has(word)) count++;
  return words.size === 0 ? 0 : count / words.size;
}

function visibleWeight(blocks: readonly TextBlock[]): number {
  let weight = 0;
  for (const block of blocks) if (!block.hidden) weight += blockWeight(block.text.length);
  return weight;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
