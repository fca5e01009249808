/** What a copy contains and what it lacks. */
import type { Words } from '../domain/words.ts';

/** Beside the web root, so that they are not served. */
export const copyNames = {
  readme: 'HUONG-DAN.txt',
  missing: 'THIEU.txt',
  record: 'vonggac-ban-sao.json',
} as const;

export const copyFormat = 'vonggac-static-copy';

export interface CopiedFile {
  /** With `/` between folders. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal SHA-256. */
  readonly hash: string;
}

export interface CopiedPage {
  readonly url: string;
  readonly path: string;
  /** Of the look that the copy shows. */
  readonly captureId: number;
  readonly at: number;
}

/**
 * - `page`: a registered page that is not in the copy
 * - `failed`: requested when the page was looked at, but not received whole
 * - `unasked`: named by a page or style sheet, but the browser did not need it for the picture
 */
export interface MissingItem {
  readonly type: 'page' | 'failed' | 'unasked';
  readonly url: string;
  readonly reason: Words;
}

export interface CopyRecord {
  readonly site: { readonly id: number; readonly name: string; readonly url: string };
  readonly at: number;
  readonly by: string;
  readonly pages: readonly CopiedPage[];
  readonly missing: readonly MissingItem[];
  /** Missing things that are not listed, because there are too many. */
  readonly unlisted: number;
}
