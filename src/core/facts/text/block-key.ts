/** When two texts count as the same text. */
import { contentHash } from '../hash.ts';

/** Texts up to this length are their own key: cheaper than hashing, readable in comparisons, and they compress well. */
const plainKeyCap = 48;

/** Groups of digits with signs between them, up to one followed by a letter. Unambiguous, so it cannot backtrack. */
const loneNumber = /(?<![\p{L}\d])\d+(?![\p{L}\d])(?:[.,:/\-\s]+\d+(?![\p{L}\d]))*/gu;

/**
 * Standalone numbers are folded to `0`, so that clocks, dates and counters do not make a text new; digits inside words
 * stay (`w88` is a name). Longer texts become `#` and a cryptographic hash.
 */
export function blockKey(text: string): string {
  const folded = /\d/.test(text) ? text.replace(loneNumber, '0') : text;
  return folded.length <= plainKeyCap ? folded : `#${contentHash(folded)}`;
}
