/** The text of a received page, and where it redirects its visitor. */
import type { EncodedText, PageBody, PageText } from '../../core/readers.ts';
import { decodeAs, decodeText } from './charset.ts';
import { refreshTarget } from './refresh.ts';

export function pageText({ bytes, headers, url, isText }: PageBody): PageText {
  const { text, charset } = isText ? decodeText(bytes, headers) : { text: '', charset: 'binary' };
  return { text, charset, refreshTo: refreshTarget(headers, text, new URL(url))?.href ?? null };
}

/** Decodes text of a known encoding. An unknown name is read as UTF-8: wrong letters rather than a failure. */
export function textOf({ bytes, charset }: EncodedText): string {
  if (charset === 'binary') return '';
  try {
    return decodeAs(bytes, charset);
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_ENCODING_NOT_SUPPORTED') {
      return decodeAs(bytes, 'utf-8');
    }
    throw error;
  }
}
