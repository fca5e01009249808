import { describe, expect, test } from 'vitest';
import {
  comparePicture,
  firstPicture,
  isComparable,
  learnPicture,
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
