/** What passes between the caller's thread and the one that reads. The bytes change hands. */
import type { PictureBox } from '../../core/model.ts';

export interface ReadingJob {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly area: PictureBox;
  /** Time of the processor, not of the clock, after which no further strip of the area is begun. */
  readonly budgetMs: number;
}

/** `reason` ends a sentence that begins with "The picture can't be read: ". */
export type ReadingReply =
  | { readonly ok: true; readonly words: readonly string[]; readonly spentMs: number }
  | { readonly ok: false; readonly reason: string };
