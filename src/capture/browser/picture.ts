/** Takes the screenshot: from the top, capped in height, lossless and stable. */
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { CDPSession } from 'playwright';
import type { Screenshot, ShownImage } from '../../core/domain/capture.ts';
import { contentOf } from '../content.ts';
import { holdAnimations } from './scripts/hold-animations.ts';
import { evaluateIn } from './scripts/isolated-world.ts';
import { shownImages } from './shown-images.ts';

export interface PictureOptions {
  readonly widthPx: number;
  readonly viewportHeightPx: number;
  readonly maxHeightPx: number;
  /** On real time, two consecutive screenshots must agree, within `stableTries`. */
  readonly untilStable: boolean;
}

const stableTries = 4;
const stablePauseMs = 250;

/** Rejects if the browser can't take the screenshot. */
export async function takePicture(cdp: CDPSession, contextId: number, options: PictureOptions): Promise<Screenshot> {
  await evaluateIn(cdp, contextId, holdAnimations);
  const { heightPx, capped } = await heightOf(cdp, options);
  // A page that can be painted but does not answer gets a screenshot without a list of images.
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
  // Slideshows move meanwhile: only images in the same place before and after are in the screenshot.
  const after = await listImages();
  const images = after.filter((one) => before.some((other) => isDeepStrictEqual(one, other)));
  return screenshotOf(data, options.widthPx, heightPx, capped, images);
}

/** The page as it is: animations run and nothing is awaited. Rejects if the browser can't take it. */
export async function takePlainPicture(cdp: CDPSession, options: PictureOptions): Promise<Screenshot> {
  const { heightPx, capped } = await heightOf(cdp, options);
  return screenshotOf(await shot(cdp, options.widthPx, heightPx), options.widthPx, heightPx, capped, []);
}

async function heightOf(cdp: CDPSession, { viewportHeightPx, maxHeightPx }: PictureOptions) {
  const { cssContentSize } = await cdp.send('Page.getLayoutMetrics');
  const pageHeight = Math.max(Math.ceil(cssContentSize.height), viewportHeightPx);
  return { heightPx: Math.min(pageHeight, maxHeightPx), capped: pageHeight > maxHeightPx };
}

function screenshotOf(
  data: string,
  widthPx: number,
  heightPx: number,
  capped: boolean,
  images: readonly ShownImage[],
): Screenshot {
  const bytes = new Uint8Array(Buffer.from(data, 'base64'));
  return { content: contentOf(bytes, 'image/png'), widthPx, heightPx, capped, images };
}

async function shot(cdp: CDPSession, width: number, height: number): Promise<string> {
  const { data } = await cdp.send('Page.captureScreenshot', {
    format: 'png',
    // Half the time for about twice the size; stored pictures are compressed again later.
    optimizeForSpeed: true,
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, width, height, scale: 1 },
  });
  return data;
}
