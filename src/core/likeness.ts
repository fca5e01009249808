/** How alike two texts are: the share of three-word sequences that they have in common. */
import { fastHash } from './facts/hash.ts';
import { foldText, wordsOf } from './facts/text-folding.ts';

/** Words of one text that are looked at. */
const mostWords = 200;
const mostCharacters = 4_000;
/** Fewer sequences say nothing about likeness. */
const fewestShingles = 12;

/** Hashes of three folded words in a row, each once. */
export function shinglesOf(text: string): number[] {
  const words = wordsOf(foldText(text.slice(0, mostCharacters)), mostWords);
  return [...new Set(words.slice(2).map((word, i) => fastHash(`${words[i]} ${words[i + 1]} ${word}`)))];
}

/** Jaccard index of two sets of shingles, in [0, 1]; null when either is too short to say. */
export function likeness(a: readonly number[], b: readonly number[]): number | null {
  if (Math.min(a.length, b.length) < fewestShingles) return null;
  const other = new Set(b);
  const shared = a.filter((shingle) => other.has(shingle)).length;
  return shared / (a.length + b.length - shared);
}
