/** What reading threads are given of a copy, and what they return. */
import type { CopyPlace, Referred } from './references.ts';

export interface CopyDocument {
  readonly kind: 'page' | 'style' | 'svg';
  /** As a browser recorded it: text in UTF-8. */
  readonly bytes: Uint8Array;
  readonly place: CopyPlace;
}

export interface CopiedDocument extends Referred {
  /** UTF-8. */
  readonly bytes: Uint8Array;
}
