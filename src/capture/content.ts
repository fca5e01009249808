/** Bytes with their name, and whether they are text at all. */
import { createHash } from 'node:crypto';
import type { Content } from '../core/model.ts';

export type Headers = readonly (readonly [name: string, value: string])[];

/** The first value of a header, or null. Names are compared without case. */
export function headerValue(headers: Headers, name: string): string | null {
  const wanted = name.toLowerCase();
  return headers.find(([key]) => key.toLowerCase() === wanted)?.[1] ?? null;
}

/** Names bytes by their SHA-256. */
export function contentOf(bytes: Uint8Array, mediaType: string): Content {
  return { hash: createHash('sha256').update(bytes).digest('hex'), mediaType, bytes };
}

/** `type/subtype` in lower case without parameters; null when missing or malformed. Of several, browsers take the last. */
export function mediaTypeOf(headers: Headers): string | null {
  const types = headers
    .filter(([name]) => name.toLowerCase() === 'content-type')
    .map(([, value]) => value.split(';')[0]?.trim().toLowerCase() ?? '');
  return types.findLast((type) => /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,80}$/.test(type)) ?? null;
}

const textTypes =
  /^(text\/|image\/svg\+xml$|application\/(xhtml\+xml|xml|json|javascript|x-javascript|ecmascript|.+\+(xml|json))$)/;
/** Shown as pages of their own. */
const pictureTypes = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;
const signatures = ['89504e47', 'ffd8ff', '47494638', '25504446', '504b0304', '1f8b', '7f454c46', '52617221'];

/** Would a browser show this, by its headers alone? Attachments and programs it would save instead. */
export function isShownType(headers: Headers): boolean {
  const mediaType = mediaTypeOf(headers);
  if (/^\s*attachment/i.test(headerValue(headers, 'content-disposition') ?? '')) return false;
  return mediaType === null || textTypes.test(mediaType) || pictureTypes.test(mediaType);
}

/** The same once the body is there. */
export function isShown(bytes: Uint8Array, headers: Headers): boolean {
  return isShownType(headers) && (isText(bytes, headers) || pictureTypes.test(mediaTypeOf(headers) ?? ''));
}

/** By what a browser knows HTML that comes without a type (MIME Sniffing Standard, 7.1). */
const markup =
  /^[\t\n\f\r ]*<(?:!--|(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[ >])/i;

/**
 * Would a browser read this as text? Whatever is sent as HTML it shows as HTML, so that a NUL or the first bytes of a
 * picture before the markup hide nothing. Of the other types, what looks like a picture, an archive or a program is none.
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
