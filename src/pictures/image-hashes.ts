/** Perceptual hashes of parts of a picture; they survive re-encoding. Pure. */

import type { ImageHash, PictureBox, ShownImage } from '../core/domain/capture.ts';
import { createResolver } from '../core/facts/links/addresses.ts';
import type { Pixels } from './decoding.ts';
import { qrTextOf } from './qr-codes.ts';

const maxImages = 24;
const minSidePx = 32;
/**
 * Brightness (of 255) by which neighbours must differ to count as different. JPEG at quality 30 shifts the mean of a
 * cell by less than 2, so flat areas of a banner don't turn into noise.
 */
const deadBand = 5;

/** A hash of each image inside the picture: 16 digits of difference hash, then 6 of mean colour. */
export function imageHashes(pixels: Pixels, images: readonly ShownImage[]): ImageHash[] {
  const resolve = createResolver('http://invalid/', null);
  const hashes: ImageHash[] = [];
  for (const { url, box } of images.slice(0, maxImages)) {
    const address = resolve(url)?.address;
    const inside = within(pixels, box);
    if (address === undefined || inside === null) continue;
    const qr = qrTextOf(pixels, inside);
    const hash = differenceHash(pixels, inside, deadBand) + meanColour(pixels, inside);
    hashes.push({ address, box: inside, hash, ...(qr === null ? {} : { qr }) });
  }
  return hashes;
}

function within(pixels: Pixels, box: PictureBox): PictureBox | null {
  const x = Math.max(0, Math.round(box.x));
  const y = Math.max(0, Math.round(box.y));
  const width = Math.min(pixels.width, Math.round(box.x + box.width)) - x;
  const height = Math.min(pixels.height, Math.round(box.y + box.height)) - y;
  return width < minSidePx || height < minSidePx ? null : { x, y, width, height };
}

/**
 * dHash (Krawetz 2013): mean luminance of 9 × 8 cells, one bit per pair of neighbours in a row, set if the left cell
 * is brighter by more than `band` of 255.
 */
export function differenceHash(pixels: Pixels, box: PictureBox, band: number): string {
  let hash = 0n;
  for (let row = 0; row < 8; row++) {
    const cells = Array.from({ length: 9 }, (_, column) => cellLuminance(pixels, box, column, row));
    for (let column = 0; column < 8; column++) {
      hash = (hash << 1n) | ((cells[column] ?? 0) > (cells[column + 1] ?? 0) + band * 1_000 ? 1n : 0n);
    }
  }
  return hash.toString(16).padStart(16, '0');
}

/** Mean ITU-R BT.601 luma times 1000, rounded so that equal areas compare equal. */
function cellLuminance(pixels: Pixels, box: PictureBox, column: number, row: number): number {
  const left = box.x + Math.floor((column * box.width) / 9);
  const right = Math.max(left + 1, box.x + Math.floor(((column + 1) * box.width) / 9));
  const top = box.y + Math.floor((row * box.height) / 8);
  const bottom = Math.max(top + 1, box.y + Math.floor(((row + 1) * box.height) / 8));
  let sum = 0;
  for (let y = top; y < bottom; y++) {
    let at = (y * pixels.width + left) * 3;
    for (let x = left; x < right; x++, at += 3) {
      sum += 299 * (pixels.data[at] ?? 0) + 587 * (pixels.data[at + 1] ?? 0) + 114 * (pixels.data[at + 2] ?? 0);
    }
  }
  return Math.round(sum / ((right - left) * (bottom - top)));
}

function meanColour(pixels: Pixels, box: PictureBox): string {
  const sums = [0, 0, 0];
  for (let y = box.y; y < box.y + box.height; y++) {
    let at = (y * pixels.width + box.x) * 3;
    for (let x = 0; x < box.width; x++) {
      for (let c = 0; c < 3; c++) sums[c] = (sums[c] ?? 0) + (pixels.data[at++] ?? 0);
    }
  }
  return sums
    .map((sum) =>
      Math.round(sum / (box.width * box.height))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('');
}
