/** Decodes bytes to text in the order of the HTML standard: byte order mark, header, meta; then by sniffing. */
import iconv from 'iconv-lite';
import { type Headers, headerValue } from '../../core/headers.ts';
import { withoutMarkStorms } from '../../core/text.ts';
import { sniffCharset } from './charset-sniff.ts';

export interface DecodedText {
  readonly text: string;
  /** Name of the encoding used, in lower case. */
  readonly charset: string;
}

/** Labels on real pages for Vietnamese encodings that the standard does not know. */
const vietnameseLabels: Readonly<Record<string, string>> = {
  tcvn: 'tcvn',
  tcvn3: 'tcvn',
  tcvn5712: 'tcvn',
  'tcvn-5712': 'tcvn',
  'tcvn5712-1': 'tcvn',
  'x-viet-tcvn': 'tcvn',
  'x-viet-tcvn5712': 'tcvn',
  'x-tcvn': 'tcvn',
  viscii: 'viscii',
  'x-viet-viscii': 'viscii',
  csviscii: 'viscii',
};

/** The canonical name of a label; null if unknown. */
function charsetOfLabel(label: string): string | null {
  const folded = label.trim().toLowerCase();
  const vietnamese = vietnameseLabels[folded];
  if (vietnamese) return vietnamese;
  if (folded === 'x-user-defined') return 'windows-1252';
  try {
    return new TextDecoder(folded).encoding;
  } catch {
    return null;
  }
}

function charsetOfByteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return null;
}

function charsetOfHeader(headers: Headers): string | null {
  const match = /charset\s*=\s*["']?([^\s"';,]{1,40})/i.exec(headerValue(headers, 'content-type') ?? '');
  return match?.[1] ? charsetOfLabel(match[1]) : null;
}

/** The prescan: `<meta charset>` or `<meta http-equiv content>` in the first bytes, ignoring comments. */
function charsetOfMeta(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096)).toString('latin1');
  for (const [tag] of head.replace(/<!--.*?-->/gs, '').matchAll(/<meta\s[^>]{0,500}>/gi)) {
    const match = /charset\s*=\s*(?:["']\s*)?([^\s"'/>;]{1,40})/i.exec(tag);
    const charset = match?.[1] ? charsetOfLabel(match[1]) : null;
    // The tag itself was readable as ASCII, so the page can't be UTF-16.
    if (charset !== null) return charset.startsWith('utf-16') ? 'utf-8' : charset;
  }
  return null;
}

/** Decodes a body. Never fails: undecodable bytes become U+FFFD. */
export function decodeText(bytes: Uint8Array, headers: Headers): DecodedText {
  const charset =
    charsetOfByteOrderMark(bytes) ?? charsetOfHeader(headers) ?? charsetOfMeta(bytes) ?? sniffCharset(bytes);
  return { text: decodeAs(bytes, charset), charset };
}

/** Base letters plus combining marks of the legacy encodings are composed, as everywhere else (NFC). */
export function decodeAs(bytes: Uint8Array, charset: string): string {
  if (charset === 'tcvn' || charset === 'viscii') {
    return composed(iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), charset));
  }
  const text = new TextDecoder(charset).decode(bytes);
  return charset === 'windows-1258' ? composed(text) : text;
}

function composed(text: string): string {
  return withoutMarkStorms(text).normalize('NFC');
}
