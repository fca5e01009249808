import { describe, expect, test } from 'vitest';
import {
  comparePicture,
  firstPicture,
  isComparable,
  learnPicture,
  pictureTeaches,
} from '../../../../src/core/learned/learned-picture.ts';
import { type Paint, paintedPicture as picture, portalPaint as portal } from '../../../support/painted-pictures.ts';

const black: Paint = () => [0, 0, 0];

describe('comparePicture', () => {
  const learned = firstPicture(picture(40, portal), 'v1');

  test('an equal picture has not changed', () => {
    expect(comparePicture(learned, picture(40, portal))).toMatchObject({
      changedShare: 0,
      changedShareOnTop: 0,
      region: null,
    });
  });
  test('a black page has changed from top to bottom', () => {
    const result = comparePicture(learned, picture(40, black));
    expect(result.changedShare).toBe(1);
    expect(result.region).toEqual({ top: 0, bottom: 1280 });
  });
  test('a notice on top that moves the rest down is a small change', () => {
    const moved: Paint = (column, row) =>
      row >= 2 && row < 6 ? [250, 230, 90] : portal(column, row < 2 ? row : row - 4);
    expect(comparePicture(learned, picture(44, moved)).changedShare).toBeLessThan(0.25);
  });
  test('a tile that changed while learning is not missed', () => {
    const carousel =
      (shade: number): Paint =>
      (column, row) =>
        row >= 4 && row < 10 ? [shade, shade, shade] : portal(column, row);
    const first = firstPicture(picture(40, carousel(0)), 'v1');
    const twice = learnPicture(first, picture(40, carousel(200)));
    expect(comparePicture(first, picture(40, carousel(120))).changedShare).toBeGreaterThan(0.1);
    expect(comparePicture(twice, picture(40, carousel(120))).changedShare).toBe(0);
  });
  test('pictures of another renderer or width are not compared', () => {
    expect(isComparable(learned, picture(40, portal), 'v1')).toBe(true);
    expect(isComparable(learned, picture(40, portal), 'v2')).toBe(false);
    expect(isComparable({ ...learned, columns: 21 }, picture(40, portal), 'v1')).toBe(false);
  });
});

describe('learnPicture', () => {
  const looks = (count: number, from = firstPicture(picture(40, portal), 'v1')) =>
    Array.from({ length: count }).reduce<typeof from>((known) => learnPicture(known, picture(40, portal)), from);
  const banner: Paint = (column, row) =>
    row >= 2 && row < 8 ? [250, 230, 90] : portal(column, row < 2 ? row : row - 6);
  const swapped =
    (at: number): Paint =>
    (column, row) =>
      row >= at && row < at + 4 && column > 2 && column < 15 ? [(at * 7) % 256, 200, 10] : banner(column, row);

  test('a page that moved is taken over where it stands now', () => {
    const moved = learnPicture(looks(6), picture(46, banner));
    expect(comparePicture(moved, picture(46, banner))).toMatchObject({ changedShare: 0, isMoved: false, regions: [] });
  });
  test('what never changed stays still when it has moved', () => {
    const moved = learnPicture(looks(6), picture(46, banner));
    const [region] = comparePicture(moved, picture(46, swapped(20))).regions;
    expect(region?.steadyTiles).toBe(region?.tiles);
    expect(region?.box.y).toBe(20 * 32);
  });
  test('what moved by itself is known to do so when it has moved', () => {
    const restless = learnPicture(learnPicture(looks(6), picture(46, banner)), picture(46, swapped(20)));
    const lower: Paint = (column, row) => swapped(20)(column, row < 2 ? row : row - 3);
    const known = learnPicture(restless, picture(49, lower));
    const again: Paint = (column, row) => swapped(20)(column, row < 2 ? row : row - 3);
    expect(comparePicture(known, picture(49, again)).changedShare).toBe(0);
    const other: Paint = (column, row) => banner(column, row < 2 ? row : row - 3);
    expect(comparePicture(known, picture(49, other)).regions.filter(({ steadyTiles }) => steadyTiles > 0)).toEqual([]);
  });
  test('a row that was nowhere before is not taken to be still', () => {
    const moved = learnPicture(looks(6), picture(46, banner));
    const other: Paint = (column, row) => (row >= 2 && row < 8 ? [90, 60, 200] : banner(column, row));
    const { regions } = comparePicture(moved, picture(46, other));
    expect(regions.every(({ steadyTiles }) => steadyTiles === 0)).toBe(true);
  });
  test('an end that comes and goes has nothing to say either way', () => {
    const shorter = learnPicture(looks(6), picture(30, portal));
    expect(shorter.rows).toBe(40);
    for (const rows of [30, 40]) {
      expect(comparePicture(shorter, picture(rows, portal))).toMatchObject({ changedShare: 0, regions: [] });
    }
  });
  test('an end that grew is known from then on', () => {
    const grown = learnPicture(looks(6), picture(60, portal));
    expect(comparePicture(grown, picture(60, portal)).regions).toEqual([]);
    expect(pictureTeaches(grown, picture(60, portal))).toBe(false);
  });
  test('a look teaches where something moved, and not twice', () => {
    const known = looks(6);
    expect(pictureTeaches(known, picture(40, portal))).toBe(false);
    expect(pictureTeaches(known, picture(46, banner))).toBe(true);
    expect(pictureTeaches(learnPicture(known, picture(46, banner)), picture(46, banner))).toBe(false);
  });

  test('a page that moved by half a tile has moved, and is known from then on', () => {
    const half: Paint = (column, row) => {
      const [above, here] = [portal(column, Math.max(0, row - 1)), portal(column, row)];
      return row < 2 ? here : ([0, 1, 2].map((c) => Math.round(((above[c] ?? 0) + (here[c] ?? 0)) / 2)) as never);
    };
    const known = looks(6);
    expect(comparePicture(known, picture(40, half))).toMatchObject({ isMoved: true });
    expect(comparePicture(known, picture(40, half)).changedShare).toBeLessThan(0.05);
    const learned = learnPicture(known, picture(40, half));
    expect(comparePicture(learned, picture(40, half)).changedShare).toBe(0);
  });
  test('a part that was replaced has not moved by half a tile', () => {
    const painted: Paint = (column, row) => (row >= 8 && row < 24 && column > 2 ? [200, 20, 20] : portal(column, row));
    const { regions, isMoved } = comparePicture(looks(6), picture(40, painted));
    expect(isMoved).toBe(false);
    expect(regions[0]?.box).toMatchObject({ y: 8 * 32, height: 16 * 32 });
  });
});
