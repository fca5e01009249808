/** Screenshots of pages as a portal's are: a heading bar, lines of text, pictures; encoded as the browser does. */
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Content } from '../../src/core/domain/content.ts';

/** `inverted`: every pixel is far from the same page's that is not. */
export async function drawScreenshot(width: number, height: number, inverted = false): Promise<Content> {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) {
      const value = pixelAt(x, y, width);
      pixels.fill(inverted ? 255 - value : value, at, at + 3);
    }
  }
  const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
  return { hash: createHash('sha256').update(bytes).digest('hex'), mediaType: 'image/png', bytes };
}

/** Black, white, or a picture's grey far from the middle, so that the inverted pixel differs beyond any threshold. */
function pixelAt(x: number, y: number, width: number): number {
  if (y < 80) return 30;
  if (x > width * 0.6 && y % 600 < 250) return (Math.imul(x, 31) + Math.imul(y, 17)) & 63;
  const isText = y % 24 < 12 && ((Math.imul(x >> 2, 2_654_435_761) ^ Math.imul(y >> 1, 40_503)) & 256) !== 0;
  return isText ? 30 : 255;
}
