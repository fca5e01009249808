/**
 * Cuts texts into passages of a sentence or two: short neighbours are joined, long texts are split. A few foreign lines
 * on a full page stay a passage of their own.
 */
import { maskedWords } from './masked-words.ts';

export interface Passage {
  readonly text: string;
  /** As `maskedWords`. */
  readonly words: readonly string[];
}

/** Letters from which a passage stands alone. */
const fullFrom = 60;
/** Letters of distinct words below which a text is too short to judge: a label, a name, a repetition. */
const shortBelow = 20;
/** Characters at which a longer text is split. */
const pieceCap = 300;
/** Characters read of all texts together. */
const readCap = 200_000;

/** @param texts in page order */
export function passagesOf(texts: Iterable<string>): Passage[] {
  const passages: Passage[] = [];
  let text = '';
  let words: string[] = [];
  let letters = 0;
  const flush = (): void => {
    if (lettersIn(new Set(words)) >= shortBelow) passages.push({ text, words });
    text = '';
    words = [];
    letters = 0;
  };
  let left = readCap;
  for (const whole of texts) {
    left -= whole.length;
    if (left < 0) break;
    for (const piece of piecesOf(whole)) {
      const more = maskedWords(piece);
      if (more.length === 0) continue;
      text = text === '' ? piece : `${text} ${piece}`;
      words.push(...more);
      letters += lettersIn(more);
      if (letters >= fullFrom) flush();
    }
  }
  flush();
  return passages;
}

/** In scripts that are split letter by letter, one letter counts as three. */
function lettersIn(words: Iterable<string>): number {
  let letters = 0;
  for (const word of words) letters += word.length === 1 && word >= '\u0e00' ? 3 : word.length;
  return letters;
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  while (text.length - from > pieceCap) {
    const space = text.lastIndexOf(' ', from + pieceCap);
    const to = space > from ? space : from + pieceCap;
    pieces.push(text.slice(from, to));
    from = to;
  }
  pieces.push(text.slice(from));
  return pieces;
}
