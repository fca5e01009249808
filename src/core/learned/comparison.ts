/** A page's facts beside what was learned of it; computed once per view and read by every detector. */
import type { PageFacts, SideText, TextBlock } from '../facts/page-facts.ts';
import { blockWeight, type LearnedView, pageAddresses, pageWords } from './learned-view.ts';
import { stability, stableKeys } from './tally.ts';

/** Shares are 0 to 1; 1 where nothing stable was learned to compare with. */
export interface Comparison {
  /** Stable text still there, by weight. */
  readonly textKept: number;
  /** Weight of all stable text: how much `textKept` rests on. */
  readonly stableWeight: number;
  /** Stable text that is gone, heaviest first, at most 5; only texts short enough to be kept readable. */
  readonly lost: readonly string[];
  /** Blocks never learned. */
  readonly added: readonly TextBlock[];
  readonly addedSide: readonly SideText[];
  /** Added visible text by weight, as a share of all visible text. */
  readonly addedShare: number;
  readonly outlineKept: number;
  /** Stable words still there; the page's own words that were ever learned. Only computed when text was lost. */
  readonly wordsKept: number;
  readonly familiarWords: number;
  readonly addressesKept: number;
}

/** Text kept beyond which nobody asks about words. */
const wordsAskedBelow = 0.8;

export function compare(view: LearnedView, facts: PageFacts): Comparison {
  const shown = new Set(facts.blocks.map((block) => block.key));
  const knownSide = new Set(view.side.keys);
  const text = keptText(view, shown);
  const known = new Set(view.blocks.keys);
  const added = facts.blocks.filter((block) => !known.has(block.key));
  const asked = text.kept < wordsAskedBelow;
  const words = asked ? pageWords(facts) : new Set<number>();
  return {
    textKept: text.kept,
    stableWeight: text.weight,
    lost: text.lost,
    added,
    addedSide: facts.side.filter((side) => !knownSide.has(side.key)),
    addedShare: share(visibleWeight(added), visibleWeight(facts.blocks)),
    outlineKept: facts.overBudget ? 1 : keptShare(stableKeys(view.outline, view.looks), new Set(facts.outline)),
    wordsKept: asked ? keptShare(stableKeys(view.words, view.looks), words) : 1,
    familiarWords: asked ? familiar(view, words) : 1,
    addressesKept: asked ? keptShare(stableKeys(view.addresses, view.looks), pageAddresses(facts)) : 1,
  };
}

function keptText(view: LearnedView, shown: ReadonlySet<string>): { kept: number; weight: number; lost: string[] } {
  let all = 0;
  let kept = 0;
  const lost: { key: string; weight: number }[] = [];
  view.blocks.keys.forEach((key, index) => {
    const weight = stability(view.blocks, index, view.looks) * (view.weights[index] ?? 1);
    if (weight === 0) return;
    all += weight;
    if (shown.has(key)) kept += weight;
    else if (!key.startsWith('#')) lost.push({ key, weight });
  });
  // Shown to people, for whom a learned text with its numbers folded to 0 reads oddly: others first, then the heaviest.
  lost.sort((a, b) => Number(/\d/.test(a.key)) - Number(/\d/.test(b.key)) || b.weight - a.weight);
  return { kept: all === 0 ? 1 : kept / all, weight: all, lost: lost.slice(0, 5).map((one) => one.key) };
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
