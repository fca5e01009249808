/** The last resort for pages that name no encoding: which one makes Vietnamese of the bytes? */
import iconv from 'iconv-lite';
import { withoutHiddenMarkup } from './markup-scan.ts';

/** Enough text to tell by; pages are longer. */
const sampleBytes = 65_536;

/** Letters that only Vietnamese has among the languages of these encodings. */
const vietnameseLetter = /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/giu;
/** What appears when the encoding is wrong: symbols inside words, capitals after small letters, controls. */
const oddSequence =
  /\p{L}[^\p{L}\p{M}\p{N}\s\p{P}]\p{L}|\p{Ll}\p{Lu}|\p{Ll}[®©±²³¹¬µ¶·¸»¼½¾÷×]|[\u0080-\u009f\ufffd]/gu;

const legacy = ['windows-1258', 'tcvn', 'viscii'] as const;

function isUtf8(sample: Buffer, isWhole: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: !isWhole });
    return true;
  } catch {
    return false;
  }
}

/** UTF-8 if the bytes are valid as such, else the Vietnamese encoding that reads well, else windows-1252. */
export function sniffCharset(bytes: Uint8Array): string {
  const sample = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, sampleBytes));
  if (isUtf8(sample, bytes.byteLength <= sampleBytes)) return 'utf-8';
  const text = Buffer.from(withoutHiddenMarkup(sample.toString('latin1')).replace(/<[^<>]*>/g, ' '), 'latin1');
  const high = text.reduce((count, byte) => count + (byte >= 0x80 ? 1 : 0), 0);
  let best: { charset: string; score: number } = { charset: 'windows-1252', score: high * 0.25 };
  for (const charset of legacy) {
    const decoded = iconv.decode(text, charset).normalize('NFC');
    const score = (decoded.match(vietnameseLetter)?.length ?? 0) - 2 * (decoded.match(oddSequence)?.length ?? 0);
    if (score > best.score) best = { charset, score };
  }
  return best.charset;
}
