/** Bytes with their hash, and whether they are text. */
import { createHash } from 'node:crypto';
import type { Content } from '../core/domain/content.ts';
import { type Headers, headerValue } from '../core/headers.ts';

/** Bytes with their SHA-256. */
export function contentOf(bytes: Uint8Array, mediaType: string): Content {
  return { hash: createHash('sha256').update(bytes).digest('hex'), mediaType, bytes };
}

/**
 * `type/subtype` in lower case without parameters; null if missing or malformed. If there are several, browsers use the
 * last.
 */
export function mediaTypeOf(headers: Headers): string | null {
  const types = headers
    .filter(([name]) => name.toLowerCase() === 'content-type')
    .map(([, value]) => value.split(';')[0]?.trim().toLowerCase() ?? '');
  return types.findLast((type) => /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,80}$/.test(type)) ?? null;
}

const textTypes =
  /^(text\/|image\/svg\+xml$|application\/(xhtml\+xml|xml|json|javascript|x-javascript|ecmascript|.+\+(xml|json))$)/;
/** Picture types that browsers show as a page. */
const pictureTypes = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;
const signatures = ['89504e47', 'ffd8ff', '47494638', '25504446', '504b0304', '1f8b', '7f454c46', '52617221'];

/** Whether a browser would show this rather than download it, by its headers alone. */
export function isShownType(headers: Headers): boolean {
  const mediaType = mediaTypeOf(headers);
  if (/^\s*attachment/i.test(headerValue(headers, 'content-disposition') ?? '')) return false;
  return mediaType === null || textTypes.test(mediaType) || pictureTypes.test(mediaType);
}

/** The same, with the body available. */
export function isShown(bytes: Uint8Array, headers: Headers): boolean {
  return isShownType(headers) && (isText(bytes, headers) || pictureTypes.test(mediaTypeOf(headers) ?? ''));
}

/** How browsers recognise HTML without a type (MIME Sniffing Standard, 7.1). */
const markup =
  /^[\t\n\f\r ]*<(?:!--|(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[ >])/i;

/**
 * Whether a browser would read this as text. It shows anything sent as HTML as HTML, so a NUL or picture signature before
 * the markup must not hide it. For other types, what looks like a picture, an archive or a program is not text.
 */
export function isText(bytes: Uint8Array, headers: Headers): boolean {
  const mediaType = mediaTypeOf(headers);
  if (mediaType === 'text/html') return true;
  if (mediaType !== null && !textTypes.test(mediaType)) return false;
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096));
  if (/^(fffe|feff)/.test(head.subarray(0, 2).toString('hex'))) return true;
  if (mediaType === null && markup.test(head.toString('latin1'))) return true;
  const start = head.subarray(0, 4).toString('hex');
  if (signatures.some((signature) => start.startsWith(signature))) return false;
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return /charset\s*=\s*["']?utf-?16/i.test(headerValue(headers, 'content-type') ?? '');
    if (byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b)) controls += 1;
  }
  return controls <= head.length * 0.1;
}
