/**
 * Features of words by the hashing trick (Weinberger et al., ICML 2009): runs of four and five letters with the spaces
 * around words, words, and pairs of words. Runs of letters work across spellings, inflections and languages written
 * without spaces; shorter ones distinguish languages rather than content (no better in cross-validation).
 */

const shortest = 4;
const longest = 5;
const seeds = { letters: 0x51ed270b, word: 0x2f0b4c47, pair: 0x7a2d1c65 };

/**
 * Calls `visit` with the hash of each feature and the index of its first word. Linear in the letters.
 *
 * @param visit called with an unsigned 32-bit hash, once per occurrence
 */
export function eachFeature(words: readonly string[], visit: (hash: number, word: number) => void): void {
  const { text, wordAt } = streamOf(words);
  for (let i = 0; i + shortest <= text.length; i++) {
    const end = Math.min(longest, text.length - i);
    let hash = seeds.letters;
    for (let n = 1; n <= end; n++) {
      hash = mix(hash, text.charCodeAt(i + n - 1));
      if (n >= shortest) visit(finish(hash ^ n), wordAt[i + (n >> 1)] ?? 0);
    }
  }
  let before = 0;
  words.forEach((word, i) => {
    const hash = hashOf(word);
    visit(finish(hash ^ seeds.word), i);
    if (i > 0) visit(finish(mix(before, hash) ^ seeds.pair), i - 1);
    before = hash;
  });
}

/** All words joined into one text; letters of scripts without spaces are adjacent. */
function streamOf(words: readonly string[]): { readonly text: string; readonly wordAt: readonly number[] } {
  let text = ' ';
  const wordAt = [0];
  words.forEach((word, i) => {
    if (i > 0 && !(isAlone(word) && isAlone(words[i - 1] ?? ''))) {
      text += ' ';
      wordAt.push(i);
    }
    text += word;
    for (let n = 0; n < word.length; n++) wordAt.push(i);
  });
  wordAt.push(Math.max(0, words.length - 1));
  return { text: `${text} `, wordAt };
}

function isAlone(word: string): boolean {
  return word.length === 1 && word >= '\u0e00';
}

function hashOf(word: string): number {
  let hash = seeds.word;
  for (let i = 0; i < word.length; i++) hash = mix(hash, word.charCodeAt(i));
  return hash;
}

/** As of MurmurHash3. */
function mix(hash: number, value: number): number {
  const h = Math.imul(hash ^ value, 0x9e3779b1);
  return h ^ (h >>> 15);
}

function finish(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
