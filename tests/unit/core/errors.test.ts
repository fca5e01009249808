import { expect, it } from 'vitest';
import { isSaid, VonggacError } from '../../../src/core/errors.ts';

it('an error that the dashboard shows can’t be made without its sentence in Vietnamese', () => {
  // @ts-expect-error: the Vietnamese sentence is missing, which the compiler must refuse.
  expect(isSaid(new VonggacError('refused', 'It is over.'))).toBe(false);
  expect(isSaid(new VonggacError('refused', 'It is over.', { vi: 'Đã kết thúc.' }))).toBe(true);
});

it('what only a terminal says is not for the dashboard', () => {
  expect(isSaid(new VonggacError('storage-failed', 'The disk is full.'))).toBe(false);
  expect(isSaid(new Error('The disk is full.'))).toBe(false);
  // @ts-expect-error: a sentence that nobody would show.
  new VonggacError('storage-failed', 'The disk is full.', { vi: 'Hết dung lượng đĩa.' });
});
