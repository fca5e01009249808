/** What people are told of a learned page. */
import { expect, test } from 'vitest';
import { toBase64 } from '../../../../src/core/learned/base64.ts';
import { learnBaseline } from '../../../../src/core/learned/baseline.ts';
import { summariseLearned } from '../../../../src/core/learned/summary.ts';

const nothing = learnBaseline([], 0);

/** A picture of 4 × 3 tiles of 10 pixels that moved as written. */
function moved(spread: readonly number[]) {
  const picture = {
    rendererVersion: 'test',
    looks: 7,
    tilePx: 10,
    widthPx: 38,
    columns: 4,
    rows: 3,
    rgb: '',
    spread: toBase64(Uint8Array.from(spread)),
    images: [],
  };
  return summariseLearned({ ...nothing, picture }).picture;
}

test('tiles that move alike beside and below each other are one area', () => {
  const picture = moved([0, 60, 60, 0, 0, 60, 60, 0, 0, 0, 0, 0]);
  expect(picture?.areas).toEqual([{ x: 10, y: 0, width: 20, height: 20, isRestless: false }]);
  expect(picture?.movingShare).toBeCloseTo(4 / 12);
});

test('what always moves is told apart, and the last column ends with the picture', () => {
  expect(moved([0, 0, 60, 200, 0, 0, 0, 0, 0, 0, 0, 200])?.areas).toEqual([
    { x: 20, y: 0, width: 10, height: 10, isRestless: false },
    { x: 30, y: 0, width: 8, height: 10, isRestless: true },
    { x: 30, y: 20, width: 8, height: 10, isRestless: true },
  ]);
});

test('what comparison tolerates is no movement', () => {
  expect(moved(Array.from({ length: 12 }, () => 24))).toMatchObject({ areas: [], movingShare: 0 });
});

test('a picture that moves everywhere in pieces stays a bounded drawing', () => {
  const columns = 100;
  const spread = Uint8Array.from({ length: columns * 100 }, (_, n) =>
    (n + Math.floor(n / columns)) % 2 === 0 ? 60 : 0,
  );
  const picture = {
    rendererVersion: 'test',
    looks: 7,
    tilePx: 10,
    widthPx: 1_000,
    columns,
    rows: 100,
    rgb: '',
    spread: toBase64(spread),
    images: [],
  };
  expect(summariseLearned({ ...nothing, picture }).picture?.areas.length).toBeLessThanOrEqual(1_550);
});

test('nothing learned is told as nothing', () => {
  expect(summariseLearned(nothing)).toMatchObject({ looks: 0, titles: [], stableBlocks: 0, picture: null });
});
