import { expect, it } from 'vitest';
import { isShown, VonggacError } from '../../../src/core/errors.ts';

it('an error that the dashboard shows can’t be made without its sentence in Vietnamese', () => {
  // @ts-expect-error: the Vietnamese sentence is missing, which the compiler must refuse.
  expect(isShown(new VonggacError('refused', 'It is over.'))).toBe(false);
  expect(isShown(new VonggacError('refused', 'It is over.', { vi: 'Đã kết thúc.' }))).toBe(true);
});

it('what only a terminal says is not for the dashboard', () => {
  expect(isShown(new VonggacError('storage-failed', 'The disk is full.'))).toBe(false);
  expect(isShown(new Error('The disk is full.'))).toBe(false);
  // @ts-expect-error: a sentence that nobody would show.
  new VonggacError('storage-failed', 'The disk is full.', { vi: 'Hết dung lượng đĩa.' });
});
