import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../../src/pictures/decoding.ts';
import { reduction, tilePx } from '../../../src/pictures/reduction.ts';

function pixels(width: number, height: number, colourAt: (x: number, y: number) => readonly number[]): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(colourAt(x, y), (y * width + x) * 3);
  return { data, width, height };
}

const rgbOf = (picture: { readonly rgb: string }): number[] => [...Buffer.from(picture.rgb, 'base64')];

describe('reduction', () => {
  it('gives the exact mean of each tile, row by row', () => {
    const colours = [
      [10, 20, 30],
      [40, 50, 60],
      [70, 80, 90],
      [100, 110, 120],
    ];
    const picture = reduction(
      pixels(2 * tilePx, 2 * tilePx, (x, y) => colours[(y < tilePx ? 0 : 2) + (x < tilePx ? 0 : 1)] ?? []),
    );
    expect(picture).toMatchObject({ columns: 2, rows: 2, tilePx, widthPx: 2 * tilePx, heightPx: 2 * tilePx });
    expect(rgbOf(picture)).toEqual(colours.flat());
  });

  it('rounds a mean to the nearest', () => {
    // A quarter of the pixels is 255: 63.75.
    const picture = reduction(
      pixels(tilePx, tilePx, (x, y) => (x % 2 === 0 && y % 2 === 0 ? [255, 255, 0] : [0, 255, 0])),
    );
    expect(rgbOf(picture)).toEqual([64, 255, 0]);
  });

  it('takes the mean of a partial tile over the pixels that exist', () => {
    const picture = reduction(
      pixels(tilePx + 3, tilePx + 1, (x, y) => (x >= tilePx || y >= tilePx ? [200, 0, 9] : [0, 0, 0])),
    );
    expect(picture).toMatchObject({ columns: 2, rows: 2 });
    expect(rgbOf(picture)).toEqual([0, 0, 0, 200, 0, 9, 200, 0, 9, 200, 0, 9]);
  });

  it('survives pictures smaller than a tile or a cell of the hash', () => {
    const picture = reduction(pixels(1, 1, () => [1, 2, 3]));
    expect(rgbOf(picture)).toEqual([1, 2, 3]);
    expect(picture.viewportHash).toBe('0000000000000000');
  });

  it('sets a bit of the hash where the left cell is brighter than its neighbour', () => {
    const falling = reduction(pixels(90, 40, (x) => Array(3).fill(255 - x)));
    expect(falling.viewportHash).toBe('ffffffffffffffff');
    const stripes = reduction(pixels(90, 40, (x) => Array(3).fill(Math.floor(x / 10) % 2 === 0 ? 200 : 100)));
    expect(stripes.viewportHash).toBe('aaaaaaaaaaaaaaaa');
  });

  it('hashes the first screenful only', () => {
    const page = (below: number) => reduction(pixels(160, 400, (x, y) => Array(3).fill(y < 90 ? x : below)));
    expect(page(0).viewportHash).toBe(page(255).viewportHash);
    expect(page(0).rgb).not.toBe(page(255).rgb);
  });

  it('keeps a portal of 1366 × 6000 under 40 kB', () => {
    const picture = reduction({ data: new Uint8Array(1366 * 6000 * 3), width: 1366, height: 6000 });
    expect(picture).toMatchObject({ columns: 43, rows: 188 });
    expect(picture.rgb.length).toBeLessThan(40_000);
  });
});
