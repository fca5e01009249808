/** Reads received pages in worker threads, and caches what is needed of unchanged ones. */

import type { Capture } from '../core/domain/capture.ts';
import { type Headers, headerValue } from '../core/headers.ts';
import type { Read } from '../core/ports.ts';
import { contentOf, isText, mediaTypeOf } from './content.ts';
import { CaptureError } from './failure.ts';

export interface ReceivedPage {
  readonly url: string;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

type ReadPage = Pick<Capture, 'body' | 'html' | 'charset'> & {
  /** Where the page soon redirects its visitor. */
  readonly refreshTo: string | null;
};

export interface PageReader {
  /**
   * Throws a `CaptureError` if the page hung or crashed its reader.
   * @param lane site of the page
   * @param isTextNeeded false if `html` may be null for a body that was read before
   */
  readonly read: (page: ReceivedPage, lane: string, isTextNeeded: boolean) => Promise<ReadPage>;
}

/** Cached bodies, at 0.3 kB each: several for every page that a daemon watches. */
const maxRemembered = 8_192;
/** Headers and URL of an ordinary page take a tenth of this. */
const maxKeyLength = 1_000;

export function createPageReader(read: Read): PageReader {
  const remembered = new Map<string, Pick<ReadPage, 'charset' | 'refreshTo'>>();
  return {
    read: async ({ url, headers, bytes }, lane, isTextNeeded) => {
      const body = contentOf(bytes, mediaTypeOf(headers) ?? 'application/octet-stream');
      const isReadable = isText(bytes, headers);
      const telling = headers.filter(([name]) => /^(content-type|refresh)$/i.test(name));
      // Only a header can redirect if the body is not text.
      if (!isReadable && headerValue(telling, 'refresh') === null) {
        return { body, html: '', charset: 'binary', refreshTo: null };
      }
      const key = [body.hash, isReadable, url, ...telling.flat()].join('\n');
      const known = isTextNeeded ? undefined : remembered.get(key);
      if (known !== undefined) {
        // Moved to the end: the map is in order of use (LRU).
        remembered.delete(key);
        remembered.set(key, known);
        return { body, html: isReadable ? null : '', ...known };
      }
      const input = { bytes: isReadable ? bytes : new Uint8Array(0), headers: telling, url, isText: isReadable };
      const page = await read('page', input, lane);
      if (page === null) throw unreadable();
      const { text, charset, refreshTo } = page;
      if (key.length <= maxKeyLength) remembered.set(key, { charset, refreshTo });
      for (const oldest of remembered.keys()) {
        if (remembered.size <= maxRemembered) break;
        remembered.delete(oldest);
      }
      return { body, html: text, charset, refreshTo };
    },
  };
}

function unreadable(): CaptureError {
  return new CaptureError('page-broke', 'The page was received but could not be read in time.');
}
