/** The screenshot: from the top, capped in height, lossless, and stable. */
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { CDPSession } from 'playwright';
import type { Screenshot, ShownImage } from '../../core/model.ts';
import { contentOf } from '../content.ts';
import { holdAnimations } from './hold-animations.ts';
import { evaluateIn } from './isolated-world.ts';
import { shownImages } from './shown-images.ts';

export interface PictureOptions {
  readonly widthPx: number;
  readonly viewportHeightPx: number;
  readonly maxHeightPx: number;
  /** On real time two pictures in a row must agree, within `stableTries`. */
  readonly untilStable: boolean;
}

const stableTries = 4;
const stablePauseMs = 250;

/** Takes the picture. Rejects when the browser can't. */
export async function takePicture(cdp: CDPSession, contextId: number, options: PictureOptions): Promise<Screenshot> {
  await evaluateIn(cdp, contextId, holdAnimations);
  const { cssContentSize } = await cdp.send('Page.getLayoutMetrics');
  const pageHeight = Math.max(Math.ceil(cssContentSize.height), options.viewportHeightPx);
  const heightPx = Math.min(pageHeight, options.maxHeightPx);
  // A page that can be painted but not asked has a picture without images.
  const listImages = () => shownImages(cdp, contextId).catch(() => []);
  let before: ShownImage[] = [];
  const shoot = async (): Promise<string> => {
    before = await listImages();
    return shot(cdp, options.widthPx, heightPx);
  };
  let data = await shoot();
  for (let tries = 1; options.untilStable && tries < stableTries; tries++) {
    await wait(stablePauseMs);
    const next = await shoot();
    const isStable = next === data;
    data = next;
    if (isStable) break;
  }
  const bytes = new Uint8Array(Buffer.from(data, 'base64'));
  // Slides turn while the picture is taken: only what stood there before and after is in it.
  const after = await listImages();
  const images = after.filter((one) => before.some((other) => isDeepStrictEqual(one, other)));
  return {
    content: contentOf(bytes, 'image/png'),
    widthPx: options.widthPx,
    heightPx,
    capped: pageHeight > options.maxHeightPx,
    images,
  };
}

async function shot(cdp: CDPSession, width: number, height: number): Promise<string> {
  const { data } = await cdp.send('Page.captureScreenshot', {
    format: 'png',
    // Half the time for about twice the size; what is kept is packed again elsewhere.
    optimizeForSpeed: true,
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, width, height, scale: 1 },
  });
  return data;
}
