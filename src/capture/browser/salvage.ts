/**
 * A copy of a page in case it breaks its browser. Taken once half of its memory or time is used up, so ordinary looks
 * never pay for it, and without touching the page, which may still settle.
 */
import type { CDPSession } from 'playwright';
import type { Screenshot } from '../../core/domain/capture.ts';
import { plainMarkup } from './page-markup.ts';
import { type PictureOptions, takePlainPicture } from './picture.ts';
import { isolatedWorld } from './scripts/isolated-world.ts';

export interface Salvage {
  /** Takes what can be taken; further calls do nothing. */
  readonly begin: () => void;
  /** Stores a better DOM. */
  readonly keep: (html: string) => void;
  /** Serialised DOM; null if none was taken. */
  readonly html: () => string | null;
  readonly screenshot: () => Screenshot | null;
}

export function createSalvage(cdp: CDPSession, maxLength: number, picture: PictureOptions): Salvage {
  let isBegun = false;
  let html: string | null = null;
  let screenshot: Screenshot | null = null;
  const takeMarkup = async () => {
    html = await plainMarkup(cdp, await isolatedWorld(cdp), maxLength);
  };
  const takeShot = async () => {
    screenshot = await takePlainPicture(cdp, picture);
  };
  return {
    begin: () => {
      if (isBegun) return;
      isBegun = true;
      // Independently: a page that does not answer may still paint, and vice versa.
      takeMarkup().catch(() => {});
      takeShot().catch(() => {});
    },
    keep: (better) => {
      html = better;
    },
    html: () => html,
    screenshot: () => screenshot,
  };
}
