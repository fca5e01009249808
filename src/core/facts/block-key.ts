/** When two texts count as the same text. */
import { contentHash } from './hash.ts';

/** Texts up to this length are their own key: cheaper than hashing them, readable as before and after, and they zip well. */
const plainKeyCap = 48;

/**
 * Numbers that stand alone are folded to `0`, so that clocks, dates and counters don't make a text new; digits inside
 * words stay (`w88` is a name). Longer texts become `#` and a cryptographic hash.
 */
export function blockKey(text: string): string {
  const folded = /\d/.test(text) ? text.replace(/(?<![\p{L}\d])\d+(?:[.,:/\-\s]*\d+)*(?![\p{L}\d])/gu, '0') : text;
  return folded.length <= plainKeyCap ? folded : `#${contentHash(folded)}`;
}
