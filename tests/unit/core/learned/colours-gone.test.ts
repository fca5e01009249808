import { describe, expect, test } from 'vitest';
import { isInGrey } from '../../../../src/core/learned/colours-gone.ts';
import { swappedImages } from '../../../../src/core/learned/learned-images.ts';
import {
  comparePicture,
  firstPicture,
  learnPicture,
  pictureTeaches,
} from '../../../../src/core/learned/learned-picture.ts';
import { type Paint, paintedPicture as picture, portalPaint as portal } from '../../../support/painted-pictures.ts';

const grey = (paint: Paint): Paint => {
  return (column, row) => {
    const [red, green, blue] = paint(column, row);
    const shade = Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    return [shade, shade, shade];
  };
};
const learned = firstPicture(picture(40, portal), 'v1');

describe('a picture in grey', () => {
  test('is the learned one without its colours, under a banner of mourning too', () => {
    expect(comparePicture(learned, picture(40, grey(portal)))).toMatchObject({ isInGrey: true, changedShare: 0 });
    const mourning: Paint = (column, row) => (row < 3 ? [0, 0, 0] : grey(portal)(column, row - 3));
    expect(comparePicture(learned, picture(43, mourning))).toMatchObject({ isInGrey: true });
  });
  test('teaches nothing', () => {
    expect(pictureTeaches(learned, picture(40, grey(portal)))).toBe(false);
    expect(learnPicture(learned, picture(40, grey(portal)))).toBe(learned);
  });
  test('still shows what else was painted on it', () => {
    const painted: Paint = (column, row) =>
      row > 8 && row < 16 && column > 2 && column < 15 ? [5, 5, 5] : grey(portal)(column, row);
    const known = Array.from({ length: 6 }).reduce<typeof learned>(
      (one) => learnPicture(one, picture(40, portal)),
      learned,
    );
    const { isInGrey: isGrey, regions } = comparePicture(known, picture(40, painted));
    expect(isGrey).toBe(true);
    expect(regions[0]?.tiles).toBeGreaterThan(40);
  });
});

test('a black page with white letters is no page in grey', () => {
  const black: Paint = (column, row) => (row === 5 && column > 4 && column < 9 ? [200, 200, 200] : [0, 0, 0]);
  expect(comparePicture(learned, picture(40, black))).toMatchObject({ isInGrey: false });
});

describe('an image', () => {
  const before = { address: 'h/a.png', hash: 'f0f0f0f0f0f0f0f0a02020', run: 5, changes: 0, earlier: [] };
  const shown = (hash: string) => [{ address: 'h/a.png', hash, box: { x: 0, y: 0, width: 64, height: 64 } }];
  test('without its colour is the same image where the whole page is grey, and nowhere else', () => {
    const now = shown('f0f0f0f0f0f0f0f03b3b3b');
    expect(isInGrey(before.hash, now[0]?.hash ?? '')).toBe(true);
    expect(swappedImages([before], now, true)).toEqual([]);
    expect(swappedImages([before], now)).toHaveLength(1);
  });
  test('of another shape is another image in grey too', () => {
    expect(swappedImages([before], shown('0f0f0f0f0f0f0f0f3b3b3b'), true)).toHaveLength(1);
  });
});
