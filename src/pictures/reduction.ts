/** Pixels → a picture small enough to compare on every look and to keep for years. Pure. */
import type { ReducedPicture } from '../core/model.ts';
import type { Pixels } from './decoding.ts';

/**
 * Side of a tile in pixels. At 32 a screenshot of 1366 × 6000 becomes 43 × 188 tiles, 32 kB in base64: a line of body
 * text is one tile high, a portal's logo has four to sixteen, and a caret or a cursor moves a mean by less than two of
 * 255. At 16 the same page would take 129 kB in every baseline and look, which buys no decision: what is smaller than
 * a tile of 32 is the text detectors' to see.
 */
export const tilePx = 32;

/** The first screenful of a desktop browser is taken as 16:9, whatever the page's height. */
const viewportRatio = 9 / 16;

/** Means and hash of RGB pixels. The last column and row hold what is left, their mean is over existing pixels only. */
export function reduction(pixels: Pixels): ReducedPicture {
  const columns = Math.ceil(pixels.width / tilePx);
  const rows = Math.ceil(pixels.height / tilePx);
  return {
    widthPx: pixels.width,
    heightPx: pixels.height,
    tilePx,
    columns,
    rows,
    rgb: Buffer.from(tileMeans(pixels, columns, rows)).toString('base64'),
    viewportHash: differenceHash(pixels),
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

/**
 * dHash (Krawetz 2013): mean luminance of 9 × 8 cells over the first screenful, one bit for each pair of neighbours
 * in a row, set where the left one is brighter.
 */
function differenceHash(pixels: Pixels): string {
  const height = Math.max(1, Math.min(pixels.height, Math.round(pixels.width * viewportRatio)));
  let hash = 0n;
  for (let row = 0; row < 8; row++) {
    const cells = Array.from({ length: 9 }, (_, column) => cellLuminance(pixels, height, column, row));
    for (let column = 0; column < 8; column++) {
      hash = (hash << 1n) | ((cells[column] ?? 0) > (cells[column + 1] ?? 0) ? 1n : 0n);
    }
  }
  return hash.toString(16).padStart(16, '0');
}

/** Mean of ITU-R BT.601 luma times 1000, as a whole number so that equal areas compare equal. */
function cellLuminance(pixels: Pixels, height: number, column: number, row: number): number {
  const left = Math.floor((column * pixels.width) / 9);
  const right = Math.max(left + 1, Math.floor(((column + 1) * pixels.width) / 9));
  const top = Math.floor((row * height) / 8);
  const bottom = Math.max(top + 1, Math.floor(((row + 1) * height) / 8));
  let sum = 0;
  for (let y = top; y < bottom; y++) {
    let at = (y * pixels.width + left) * 3;
    for (let x = left; x < right; x++, at += 3) {
      sum += 299 * (pixels.data[at] ?? 0) + 587 * (pixels.data[at + 1] ?? 0) + 114 * (pixels.data[at + 2] ?? 0);
    }
  }
  return Math.round(sum / ((right - left) * (bottom - top)));
}
