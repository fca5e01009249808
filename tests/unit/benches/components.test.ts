import { describe, expect, it } from 'vitest';
import { nearDuplicates, shinglesBeside, shinglesOf } from '../../../benches/support/components/near-duplicates.ts';
import { createUnionFind } from '../../../benches/support/components/union-find.ts';

const words = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, nth) => `w${from + nth}`);

describe('what belongs together in the corpus', () => {
  it('finds texts that share at least half of their word runs, and no others', () => {
    const texts = [words(0, 100), words(20, 120), words(60, 160), words(500, 600), ['hacked'], ['hacked'], []];
    expect(nearDuplicates(texts.map(shinglesOf))).toEqual([
      [0, 1],
      [4, 5],
    ]);
  });

  it('tells what a snippet brought from the page that it was put into', () => {
    const page = words(0, 50);
    const snippet = words(100, 120);
    const added = shinglesBeside(shinglesOf([...page, ...snippet]), shinglesOf(page));
    expect([...shinglesOf(snippet)].every((shingle) => added.includes(shingle))).toBe(true);
    // Four runs lie across the seam.
    expect(added).toHaveLength(16 + 4);
  });

  it('joins what is joined by way of others, whatever the order', () => {
    const pairs: [string, string][] = [
      ['d', 'c'],
      ['a', 'b'],
      ['b', 'c'],
      ['x', 'x'],
    ];
    for (const order of [pairs, pairs.toReversed()]) {
      const { join, groups } = createUnionFind();
      for (const [one, other] of order) join(one, other);
      expect(groups()).toEqual([['a', 'b', 'c', 'd'], ['x']]);
    }
  });
});
