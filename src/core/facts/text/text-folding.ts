/**
 * Maps different spellings of a word to one: case, accents, compatibility forms, zero-width and bidirectional marks,
 * look-alike letters of other scripts, and digits used as letters. Never shown to people.
 */
import { withoutMarkStorms } from '../../text.ts';
import { classTable, foldByTable, foldTable, runsByTable } from './letter-table.ts';

/** Zero-width, bidirectional, soft-hyphen and tag characters, blank fillers; variation selectors go with the marks. */
const invisible = /[\p{Cf}\u115f\u1160\u3164\uffa0]+/gu;
const marks = /\p{M}+/gu;

/**
 * Letters that look Latin but are not (Cyrillic, Greek, Armenian, Cherokee, Latin extensions without decomposition).
 */
const lookAlikes: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  ԝ: 'w',
  ѵ: 'v',
  ɡ: 'g',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ո: 'n',
  օ: 'o',
  ս: 'u',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  ŧ: 't',
  ƀ: 'b',
  ʜ: 'h',
  ᴀ: 'a',
  ʙ: 'b',
  ᴄ: 'c',
  ᴅ: 'd',
  ᴇ: 'e',
  ɢ: 'g',
  ɪ: 'i',
  ᴊ: 'j',
  ᴋ: 'k',
  ʟ: 'l',
  ᴍ: 'm',
  ɴ: 'n',
  ᴏ: 'o',
  ᴘ: 'p',
  ʀ: 'r',
  ꜱ: 's',
  ᴛ: 't',
  ᴜ: 'u',
  ᴠ: 'v',
  ᴡ: 'w',
  ʏ: 'y',
  ᴢ: 'z',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
};
const lookAlike = new RegExp(`[${Object.keys(lookAlikes).join('')}]`, 'gu');
const cyrillicOrGreek = /[\u0370-\u03ff\u0400-\u052f\u0531-\u058f]/u;

/** Plain lower-case ASCII needs no folding; most text of most pages is that after lower-casing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the whole ASCII range is meant
const ascii = /^[\u0000-\u007f]*$/;

/**
 * Folds text for matching: NFKD, lower case, no marks, no invisible characters, look-alike letters as Latin. Letters of
 * Cyrillic and Greek words become Latin only in words that mix scripts, so that real Russian stays Russian.
 */
export function foldText(text: string): string {
  const lower = text.toLowerCase();
  if (ascii.test(lower)) return lower;
  return foldByTable(foldedLetters, lower) ?? foldByRules(lower);
}

function foldByRules(lower: string): string {
  const bare = withoutMarkStorms(lower).normalize('NFKD').replace(invisible, '').replace(marks, '').toLowerCase();
  if (ascii.test(bare)) return bare;
  return bare.replace(/[\p{L}\p{N}]+/gu, foldWord);
}

function foldWord(word: string): string {
  if (ascii.test(word)) return word;
  if (cyrillicOrGreek.test(word) && !/[a-z]/.test(word)) return word;
  return word.replace(lookAlike, (letter) => lookAlikes[letter] ?? letter);
}

const foldedLetters = foldTable((letter) => foldByRules(letter.toLowerCase()), cyrillicOrGreek);

const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
};

/**
 * Replaces digits and signs used as letters in a word that also has a letter; else the word itself: `h4ck3d` →
 * `hacked`.
 */
export function unleet(word: string): string {
  if (!/[01345789@$!|]/.test(word) || !/[a-z]/.test(word)) return word;
  return word.replace(/[01345789@$!|]/g, (sign) => leet[sign] ?? sign);
}

const letterByLetter =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}ー]/u;
const wordLetter = /[\p{L}\p{N}@$!|]/u;
const wordShape = new RegExp(`${letterByLetter.source}|${wordLetter.source}+`, 'gu');
const letterClasses = classTable((letter) => {
  const isPart = wordLetter.test(letter);
  return letterByLetter.test(letter) ? (isPart ? 2 : 3) : isPart ? 1 : 0;
});

/** Signs before a word and exclamation marks after it are not used as letters. */
function withoutEdgeSigns(run: string): string {
  let from = 0;
  while (from < run.length && '@$!|'.includes(run.charAt(from))) from++;
  let to = run.length;
  while (to > from && '!|'.includes(run.charAt(to - 1))) to--;
  return to - from === run.length ? run : run.slice(from, to);
}

/**
 * The words of folded text; for scripts without spaces, letter by letter. Three or more consecutive single letters are
 * joined (`h a c k e d` → `hacked`). At most `max` words.
 */
export function wordsOf(folded: string, max = 20_000): string[] {
  const words: string[] = [];
  let spaced = '';
  const flush = (): void => {
    if (spaced.length >= 3) words.push(spaced);
    else for (const letter of spaced) words.push(letter);
    spaced = '';
  };
  for (const run of runsByTable(letterClasses, folded) ?? folded.match(wordShape) ?? []) {
    if (words.length >= max) break;
    const word = withoutEdgeSigns(run);
    if (word === '') continue;
    if (word.length === 1 && word >= 'a' && word <= 'z') {
      spaced += word;
      continue;
    }
    if (spaced !== '') flush();
    words.push(word);
  }
  if (spaced !== '') flush();
  return words;
}
