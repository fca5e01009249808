/** Similarity of two texts: the share of three-word sequences they have in common. */
import { fastHash } from '../facts/hash.ts';
import { foldText, wordsOf } from '../facts/text/text-folding.ts';

/** Words compared per text. */
const mostWords = 200;
const mostCharacters = 4_000;
/** Fewer sequences than this say nothing about similarity. */
const fewestShingles = 12;

/** Hashes of each three consecutive folded words, without repeats. */
export function shinglesOf(text: string): number[] {
  const words = wordsOf(foldText(text.slice(0, mostCharacters)), mostWords);
  return [...new Set(words.slice(2).map((word, i) => fastHash(`${words[i]} ${words[i + 1]} ${word}`)))];
}

/** Jaccard index of two sets of shingles, in [0, 1]; null when either is too short to compare. */
export function likeness(a: readonly number[], b: readonly number[]): number | null {
  if (Math.min(a.length, b.length) < fewestShingles) return null;
  const other = new Set(b);
  const shared = a.filter((shingle) => other.has(shingle)).length;
  return shared / (a.length + b.length - shared);
}
