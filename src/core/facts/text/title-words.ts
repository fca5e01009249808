import { foldText, wordsOf } from './text-folding.ts';

/** Significant words of a title: three letters or more, folded, no numbers; the first 60 at most. */
export function titleWords(title: string): string[] {
  return wordsOf(foldText(title), 60).filter((word) => word.length >= 3 && !/^\d+$/.test(word));
}
