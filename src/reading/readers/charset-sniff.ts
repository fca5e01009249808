/** Last resort for pages that declare no encoding: finds the one that turns the bytes into Vietnamese. */
import iconv from 'iconv-lite';
import { withoutHiddenMarkup } from './markup-scan.ts';

/** Enough text to decide. */
const sampleBytes = 65_536;

const legacy = ['windows-1258', 'tcvn', 'viscii'] as const;

/** A written syllable without its tone mark: initial, one to three vowels, final. */
const syllable =
  /^(?:b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?[aăâeêioôơuưy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?$/;
const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;
const asciiPunctuation = /[!-/:-@[-`{-~]+/g;

function isUtf8(sample: Buffer, isWhole: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: !isWhole });
    return true;
  } catch {
    return false;
  }
}

/** Share of Vietnamese syllables among words with non-ASCII letters, in [0, 1]. */
function vietnameseShare(text: string): number {
  let syllables = 0;
  let words = 0;
  for (const word of text.toLowerCase().replace(asciiPunctuation, ' ').split(/\s+/)) {
    if (!/[^\0-\x7f]/.test(word)) continue;
    words += 1;
    const parts = word.normalize('NFD');
    const marks = parts.match(tones)?.length ?? 0;
    if (marks <= 1 && syllable.test(parts.replace(tones, '').normalize('NFC'))) syllables += 1;
  }
  return words === 0 ? 0 : syllables / words;
}

/** UTF-8 if the bytes are valid as such, else the Vietnamese encoding that reads well, else windows-1252. */
export function sniffCharset(bytes: Uint8Array): string {
  const sample = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, sampleBytes));
  if (isUtf8(sample, bytes.byteLength <= sampleBytes)) return 'utf-8';
  const visible = withoutHiddenMarkup(sample.toString('latin1')).replace(/<[^<>]*>/g, ' ');
  const text = Buffer.from(visible, 'latin1');
  // Below 1, because names and loan words are not Vietnamese syllables.
  let best: { charset: string; share: number } = { charset: 'windows-1252', share: 0.6 };
  for (const charset of legacy) {
    const share = vietnameseShare(iconv.decode(text, charset));
    if (share > best.share) best = { charset, share };
  }
  return best.charset;
}
