/** Messages between the caller's thread and the OCR thread. The bytes are transferred. */
import type { PictureBox } from '../../core/domain/capture.ts';

export interface ReadingJob {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly area: PictureBox;
  /** CPU time, not wall time, after which no further strip of the area is started. */
  readonly budgetMs: number;
}

/** `reason` ends a sentence that begins with "The picture can't be read: ". */
export type ReadingReply =
  | { readonly ok: true; readonly words: readonly string[]; readonly spentMs: number }
  | { readonly ok: false; readonly reason: string };
