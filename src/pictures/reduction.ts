/** Reduces pixels to a picture small enough to compare on every look and keep for years. Pure. */
import type { ReducedPicture, ShownImage } from '../core/domain/capture.ts';
import type { Pixels } from './decoding.ts';
import { differenceHash, imageHashes } from './image-hashes.ts';

/**
 * Side of a tile in pixels. At 32, a 1366 × 6000 screenshot becomes 43 × 188 tiles, 32 kB in base64: a line of body
 * text is one tile high, a portal's logo covers four to sixteen, and a caret or cursor shifts a mean by less than two of
 * 255. At 16 the same page would take 129 kB in every baseline and look without changing any decision: text detectors
 * cover what is smaller than a 32-pixel tile.
 */
export const tilePx = 32;

/** The first screen of a desktop browser is assumed to be 16:9, whatever the page height. */
const viewportRatio = 9 / 16;

/**
 * Means and hashes of RGB pixels. Tiles of the last column and row may be partial: they average existing pixels only.
 *
 * @param images images of the page, hashed as the screenshot shows them
 */
export function reduction(pixels: Pixels, images: readonly ShownImage[] = []): ReducedPicture {
  const firstScreen = Math.max(1, Math.min(pixels.height, Math.round(pixels.width * viewportRatio)));
  const hashes = imageHashes(pixels, images);
  const columns = Math.ceil(pixels.width / tilePx);
  const rows = Math.ceil(pixels.height / tilePx);
  return {
    widthPx: pixels.width,
    heightPx: pixels.height,
    tilePx,
    columns,
    rows,
    rgb: Buffer.from(tileMeans(pixels, columns, rows)).toString('base64'),
    viewportHash: differenceHash(pixels, { x: 0, y: 0, width: pixels.width, height: firstScreen }, 0),
    ...(hashes.length === 0 ? {} : { images: hashes }),
  };
}

function tileMeans(pixels: Pixels, columns: number, rows: number): Uint8Array {
  const means = new Uint8Array(columns * rows * 3);
  const sums = new Uint32Array(columns * 3);
  for (let row = 0; row < rows; row++) {
    const top = row * tilePx;
    const bottom = Math.min(top + tilePx, pixels.height);
    sums.fill(0);
    for (let y = top; y < bottom; y++) addLine(pixels, y, sums);
    for (let column = 0; column < columns; column++) {
      const count = (Math.min((column + 1) * tilePx, pixels.width) - column * tilePx) * (bottom - top);
      for (let channel = 0; channel < 3; channel++) {
        const sum = sums[column * 3 + channel] ?? 0;
        means[(row * columns + column) * 3 + channel] = Math.round(sum / count);
      }
    }
  }
  return means;
}

function addLine(pixels: Pixels, y: number, sums: Uint32Array): void {
  const { data, width } = pixels;
  let at = y * width * 3;
  for (let x = 0, tile = 0; x < width; tile += 3) {
    const end = Math.min(x + tilePx, width);
    let red = 0;
    let green = 0;
    let blue = 0;
    for (; x < end; x++) {
      red += data[at++] as number;
      green += data[at++] as number;
      blue += data[at++] as number;
    }
    sums[tile] = (sums[tile] as number) + red;
    sums[tile + 1] = (sums[tile + 1] as number) + green;
    sums[tile + 2] = (sums[tile + 2] as number) + blue;
  }
}
