/** How much a title differs from a page's earlier titles. */
import { foldText } from './text-folding.ts';
import { titleWords } from './title-words.ts';

/** 0: known, apart from numbers, case, accents and punctuation. 1: shares a word with a known one. 2: shares none. */
export function titleChange(known: readonly string[], title: string): 0 | 1 | 2 {
  const now = title.slice(0, 300);
  if (known.includes(now)) return 0;
  const letters = lettersOf(now);
  if (known.some((one) => lettersOf(one) === letters)) return 0;
  const words = new Set(known.flatMap((one) => titleWords(one)));
  return titleWords(now).some((word) => words.has(word)) ? 1 : 2;
}

/** Unread counters and dates do not make another title. */
function lettersOf(title: string): string {
  return foldText(title)
    .replace(/[\d\P{L}]+/gu, ' ')
    .trim();
}
