/** What a block adds to a learned one that it begins or ends with: appended words must not hide behind standing ones. */

import type { TextBlock } from '../facts/page-facts.ts';
import { blockKey } from '../facts/text/block-key.ts';

/** Texts compared per look, and per block, so that a long one does not use up what others need. */
const triesCap = { look: 6_000, block: 300 };
/** Shorter standing text says nothing about where it came from. */
const leastKept = 12;
const leastNew = 8;

/**
 * @param known keys of all learned blocks
 * @param shown keys of the page's blocks: text that still stands by itself was not continued
 */
export function newPart(
  added: readonly TextBlock[],
  known: ReadonlySet<string>,
  shown: ReadonlySet<string>,
): TextBlock[] {
  let left = triesCap.look;
  let tries = 0;
  const isLost = (text: string): boolean => {
    if (text.length < leastKept || --tries < 0 || --left < 0) return false;
    const key = blockKey(text);
    return known.has(key) && !shown.has(key);
  };
  return added.map((block) => {
    const { text } = block;
    tries = triesCap.block;
    if (left <= 0 || text.length < leastKept + leastNew) return block;
    for (let at = text.indexOf(' '); at !== -1; at = text.indexOf(' ', at + 1)) {
      const [head, tail] = [text.slice(0, at), text.slice(at + 1)];
      if (tail.length >= leastNew && isLost(head)) return { ...block, text: tail };
      if (head.length >= leastNew && isLost(tail)) return { ...block, text: head };
      if (tries <= 0 || left <= 0) break;
    }
    return block;
  });
}
