import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentHash, fastHash, joinHash } from '../../../../src/core/facts/hash.ts';

test('contentHash is the start of SHA-256', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(contentHash(text)).toBe(createHash('sha256').update(text).digest('hex').slice(0, 16));
    }),
  );
});

test('fastHash is stable, unsigned and spreads', () => {
  const hashes = new Set(Array.from({ length: 10_000 }, (_, i) => fastHash(`div.item-${i}`)));
  expect(hashes.size).toBe(10_000);
  expect(Math.min(...hashes)).toBeGreaterThanOrEqual(0);
  expect(fastHash('abc')).toBe(fastHash('abc'));
});

test('joinHash depends on order', () => {
  expect(joinHash(joinHash(0, 1), 2)).not.toBe(joinHash(joinHash(0, 2), 1));
});
