import { describe, expect, test } from 'vitest';
import { blockKey } from '../../../../../src/core/facts/text/block-key.ts';

describe('blockKey', () => {
  test.each([
    ['a counter', 'Lượt truy cập: 120.345', 'Lượt truy cập: 9'],
    ['a clock', 'Cập nhật 02/11/2026 08:00', 'Cập nhật 3/11/2026 23:59'],
    ['a count alone', '12', '15'],
  ])('is equal for %s at different times', (_, a, b) => {
    expect(blockKey(a)).toBe(blockKey(b));
  });
  test('a number ends before a group that a letter follows', () => {
    expect(['12 34a', 'a1 2.3', '1a', '1 - 2, 3', '7:05pm 9'].map(blockKey)).toEqual([
      '0 34a',
      'a1 0',
      '1a',
      '0',
      '0:05pm 0',
    ]);
  });
  test('a long row of digits that a letter follows is read once', () => {
    expect(blockKey(`${'0'.repeat(40)}A`)).toBe(`${'0'.repeat(40)}A`);
  });
  test('digits inside words are names', () => {
    expect(blockKey('Nhà cái w88')).not.toBe(blockKey('Nhà cái w99'));
  });
  test('a long text is named by a hash that other texts do not have', () => {
    const text = 'Nội dung dài '.repeat(20);
    expect(blockKey(text)).toMatch(/^#[0-9a-f]{16}$/);
    expect(blockKey(`${text}x`)).not.toBe(blockKey(text));
  });
});
