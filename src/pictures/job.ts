/** Messages between the caller's thread and a worker. Bytes are transferred, so the sender loses them. */
import type { ReducedPicture, ShownImage } from '../core/domain/capture.ts';

export type Job =
  | {
      readonly type: 'reduce';
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly images: readonly ShownImage[];
    }
  | { readonly type: 'thumbnail'; readonly bytes: Uint8Array<ArrayBuffer>; readonly widthPx: number }
  | {
      readonly type: 'difference';
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly after: Uint8Array<ArrayBuffer>;
    };

/** A PNG with its SHA-256, hashed in the worker. */
export interface MadePicture {
  readonly hash: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Answers {
  readonly reduce: ReducedPicture;
  readonly thumbnail: MadePicture;
  readonly difference: { readonly picture: MadePicture; readonly changedRatio: number };
}

/** `reason` ends a sentence that begins with "The picture can't be read: ". */
export type Reply =
  | { readonly ok: true; readonly value: Answers[keyof Answers] }
  | { readonly ok: false; readonly reason: string };
