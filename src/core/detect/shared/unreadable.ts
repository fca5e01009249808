/**
 * Unreadable text: compressed bytes sent without their header, or the page itself in a wrong character set. That is a
 * server's mistake rather than an attack; added text that can be read still counts as evidence. An image file in place
 * of a page is not a server's mistake: somebody uploaded it.
 */
import { fastHash } from '../../facts/hash.ts';
import type { PageFacts } from '../../facts/page-facts.ts';
import { foldText, wordsOf } from '../../facts/text/text-folding.ts';
import type { LearnedView } from '../../learned/learned-view.ts';

export type Unreadable = 'bytes' | 'charset' | 'picture';

/** Characters of text compared; more would say the same. */
const readCap = 20_000;
/** Share of non-text characters from which a text counts as bytes: random bytes read as UTF-8 have 40 %. */
const bytesFrom = 0.1;
const fewestCharacters = 50;
/** Share of the readable text that must be the page's own before the character set is blamed. */
const ownFrom = 0.6;

/** What can be read of the first bytes of JPEG, PNG, GIF and WebP files. */
const pictureHead = /JFIF|Exif|PNG|GIF8[79]a|WEBP/;

/** Replacement characters and controls other than white space. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const unprintable = /[\ufffd\u0000-\u0008\u000e-\u001f\u007f]/g;

/** @param learned view of the page that it replaces; null where there is none */
export function unreadableAs(facts: PageFacts, learned: LearnedView | null): Unreadable | null {
  const texts = textsOf(facts);
  if (learned !== null && (isOwnMisread(texts, learned) || isOwnDamaged(texts, learned))) return 'charset';
  const all = texts.join('');
  if (all.length < fewestCharacters || !isBytes(all)) return null;
  return pictureHead.test(all.slice(0, 40)) ? 'picture' : 'bytes';
}

/** Whether much of a text can't be shown. */
export function isBytes(text: string): boolean {
  return (text.match(unprintable)?.length ?? 0) >= text.length * bytesFrom;
}

function textsOf({ blocks }: PageFacts): string[] {
  const texts: string[] = [];
  let length = 0;
  for (const { text } of blocks) {
    if (length >= readCap) break;
    texts.push(text);
    length += text.length;
  }
  return texts;
}

/** UTF-8 read as Windows-1252 (`Cá»•ng` for `Cổng`): undone, the words are the page's. */
function isOwnMisread(texts: readonly string[], learned: LearnedView): boolean {
  const undone = texts.flatMap((text) => text.split(' ').flatMap((word) => asMeant(word) ?? []));
  return areOwn(undone, learned);
}

/** Another character set read as UTF-8 (`C\ufffdng`): the words that came through are the page's. */
function isOwnDamaged(texts: readonly string[], learned: LearnedView): boolean {
  const damaged = texts.filter((text) => text.includes('\ufffd'));
  if (damaged.length * 2 < texts.length) return false;
  const whole = texts.flatMap((text) => text.split(' ').filter((word) => !word.includes('\ufffd')));
  return areOwn(whole, learned);
}

/** Fewer words are not conclusive. */
const fewestWords = 5;

function areOwn(texts: readonly string[], learned: LearnedView): boolean {
  const words = texts.flatMap((text) => wordsOf(foldText(text))).filter((word) => /^\D../.test(word));
  if (words.length < fewestWords) return false;
  const known = new Set(learned.words.keys);
  const own = words.filter((word) => known.has(fastHash(word)));
  return own.length >= words.length * ownFrom;
}

/** Windows-1252 from 0x80 to 0x9f as browsers read it; unassigned bytes map to themselves. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The UTF-8 word whose bytes read as this one in Windows-1252; null for ASCII words and where there is none. */
function asMeant(word: string): string | null {
  // The no-break space of a final "à" (C3 A0) was taken for white space.
  const text = word.endsWith('Ã') ? `${word}\u00a0` : word;
  const first = firstNonAscii(text);
  // Asked of every word: without a second byte that continues the first, it is not UTF-8, and need not be decoded.
  if (first === -1 || !isContinuation(byteOf(text, first + 1))) return null;
  const bytes = Uint8Array.from({ length: text.length }, (_, index) => byteOf(text, index) ?? 0xff);
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

function firstNonAscii(text: string): number {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return i;
  return -1;
}

function isContinuation(byte: number | null): boolean {
  return byte !== null && byte >= 0x80 && byte <= 0xbf;
}

/** In Windows-1252; null past the end, and for a character that it does not have. */
function byteOf(text: string, index: number): number | null {
  if (index >= text.length) return null;
  const code = text.charCodeAt(index);
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
  const place = windows1252.indexOf(text.charAt(index));
  return place === -1 ? null : 0x80 + place;
}
