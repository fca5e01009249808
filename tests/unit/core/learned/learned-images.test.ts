import { describe, expect, test } from 'vitest';
import type { ImageHash } from '../../../../src/core/domain/capture.ts';
import {
  imagesTeach,
  type LearnedImage,
  learnImages,
  swappedImages,
  unseenImages,
} from '../../../../src/core/learned/learned-images.ts';

const prints = { a: 'ffff0000ffff0000806040', b: '0000ffff0000ffff806040', red: 'ffff0000ffff0000ff6040' };
/** Eight bits from `a`: less than another picture, more than encoding ever moves. */
const nearly = 'ffff0000ffff00ff806040';
const box = { x: 0, y: 0, width: 200, height: 100 };
const shown = (hash: string, address = 'h/banner.jpg'): ImageHash => ({ address, box, hash });
const learned = (...looks: readonly ImageHash[][]): LearnedImage[] =>
  looks.reduce<LearnedImage[]>((known, look) => learnImages(known, look), []);

describe('an image', () => {
  const steady = learned([shown(prints.a)], [shown(nearly)], [shown(prints.a)]);
  test('that looked alike three times is expected to stay', () => {
    expect(swappedImages(steady, [shown(prints.b)])).toMatchObject([{ now: { hash: prints.b } }]);
    expect(swappedImages(learned([shown(prints.a)], [shown(prints.a)]), [shown(prints.b)])).toEqual([]);
  });
  test('encoded anew is the same one; in another colour it is another one', () => {
    expect(swappedImages(steady, [shown(nearly)])).toEqual([]);
    expect(swappedImages(steady, [shown(prints.red)])).toHaveLength(1);
  });
  test('under another address is not swapped, but its picture was not seen before', () => {
    expect(swappedImages(steady, [shown(prints.b, 'h/other.jpg')])).toEqual([]);
    expect(unseenImages(steady, [shown(prints.b, 'h/other.jpg'), shown(prints.a, 'h/moved.jpg')])).toMatchObject([
      { hash: prints.b },
    ]);
  });
  test('that was changed once must look alike for longer, and going back is no news', () => {
    const changed = learned(
      [shown(prints.a)],
      [shown(prints.a)],
      [shown(prints.a)],
      [shown(prints.b)],
      [shown(prints.b)],
      [shown(prints.b)],
    );
    expect(swappedImages(changed, [shown(prints.red)])).toEqual([]);
    const settled = [1, 2, 3, 4].reduce((known) => learnImages(known, [shown(prints.b)]), changed);
    expect(swappedImages(settled, [shown(prints.red)])).toHaveLength(1);
    expect(swappedImages(settled, [shown(prints.a)])).toEqual([]);
  });
  test('that is several pictures under one address is a slot and never swapped', () => {
    const slot = [1, 2, 3, 4, 5, 6].reduce<LearnedImage[]>(
      (known) => learnImages(known, [shown(prints.a), shown(prints.b)]),
      [],
    );
    expect(swappedImages(slot, [shown(prints.red)])).toEqual([]);
    expect(unseenImages(slot, [shown(prints.b)])).toEqual([]);
  });
});

test('a look teaches until its images are known to stay, and no longer', () => {
  const look = [shown(prints.a)];
  expect(imagesTeach([], look)).toBe(true);
  expect(imagesTeach(learned(look, look), look)).toBe(true);
  expect(imagesTeach(learned(look, look, look), look)).toBe(false);
  expect(imagesTeach(learned(look, look, look), [shown(prints.b)])).toBe(true);
});

test('a rotating slot stops teaching once its pictures are known', () => {
  const [a, b] = [[shown(prints.a)], [shown(prints.b)]];
  const turns = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? a : b));
  expect(imagesTeach(learned(...turns), b)).toBe(false);
});
