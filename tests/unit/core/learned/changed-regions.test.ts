import { describe, expect, test } from 'vitest';
import {
  comparePicture,
  firstPicture,
  type LearnedPicture,
  learnPicture,
  pictureTeaches,
} from '../../../../src/core/learned/learned-picture.ts';
import { columns, type Paint, paintedPicture, portalPaint } from '../../../support/painted-pictures.ts';

const ordinary = paintedPicture(40, portalPaint);
const seen = (looks: number): LearnedPicture =>
  Array.from({ length: looks - 1 }).reduce<LearnedPicture>(
    (known) => learnPicture(known, ordinary),
    firstPicture(ordinary, 'v1'),
  );
/** The page with a patch of another colour. */
const patched =
  (left: number, top: number, width: number, height: number): Paint =>
  (column, row) =>
    column >= left && column < left + width && row >= top && row < top + height
      ? [255, 0, 255]
      : portalPaint(column, row);

describe('changed regions', () => {
  const learned = seen(4);
  test('an equal picture has none', () => {
    expect(comparePicture(learned, ordinary).regions).toEqual([]);
  });
  test('two patches apart are two regions, the larger first, each with its box in pixels', () => {
    const both: Paint = (column, row) => {
      const small = patched(3, 4, 3, 3)(column, row);
      return small[1] === 0 && small[0] === 255 ? small : patched(6, 20, 8, 6)(column, row);
    };
    const { regions } = comparePicture(learned, paintedPicture(40, both));
    expect(regions.map(({ box }) => box)).toEqual([
      { x: 6 * 32, y: 20 * 32, width: 8 * 32, height: 6 * 32 },
      { x: 3 * 32, y: 4 * 32, width: 3 * 32, height: 3 * 32 },
    ]);
    expect(regions[0]).toMatchObject({ tiles: 48, steadyTiles: 48 });
  });
  test('tiles that had moved by themselves are not steady', () => {
    const restless = learnPicture(
      seen(3),
      paintedPicture(40, (c, r) => (r >= 20 && r < 26 && c > 2 && c < 15 ? [60, 60, 60] : portalPaint(c, r))),
    );
    const { regions } = comparePicture(restless, paintedPicture(40, patched(6, 20, 8, 6)));
    expect(regions.every(({ steadyTiles }) => steadyTiles === 0)).toBe(true);
  });
  test('what pushes the page down is a region itself, and the page below it is not', () => {
    const pushed: Paint = (column, row) =>
      row >= 2 && row < 8 ? [10, 10, 10] : portalPaint(column, row < 2 ? row : row - 6);
    const { regions, isMoved } = comparePicture(learned, paintedPicture(46, pushed));
    expect(isMoved).toBe(true);
    expect(regions[0]?.box).toMatchObject({ x: 0, width: columns * 32 });
    expect(regions[0]?.box.y).toBeLessThanOrEqual(2 * 32);
    expect(regions[0]?.box.height).toBeLessThan(14 * 32);
  });
});

test('a picture teaches until stillness is known, and again when a tile moves', () => {
  expect(pictureTeaches(seen(5), ordinary)).toBe(true);
  expect(pictureTeaches(seen(6), ordinary)).toBe(false);
  expect(pictureTeaches(seen(6), paintedPicture(40, patched(3, 10, 4, 4)))).toBe(true);
});
