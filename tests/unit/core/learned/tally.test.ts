import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyTally, stability, stableKeys, type Tally, tallyLook } from '../../../../src/core/learned/tally.ts';

const learn = (looks: readonly (readonly string[])[], cap = 100): Tally =>
  looks.reduce<Tally>((tally, shown, i) => tallyLook(tally, new Set(shown), i + 1, cap), emptyTally);

describe('tallyLook and stability', () => {
  test('a first look is believed wholly', () => {
    expect([...stableKeys(learn([['menu', 'tin']]), 1)]).toEqual([
      ['menu', 1],
      ['tin', 1],
    ]);
  });
  test('what comes and goes is not stable, what stays is', () => {
    const tally = learn([
      ['menu', 'a'],
      ['menu', 'b'],
      ['menu', 'c'],
      ['menu', 'a'],
    ]);
    expect([...stableKeys(tally, 4).keys()]).toEqual(['menu']);
  });
  test('a thing becomes stable once it was seen twice, and is forgotten when gone for two looks', () => {
    expect([...stableKeys(learn([['menu'], ['menu', 'mới']]), 2).keys()]).toEqual(['menu']);
    expect([...stableKeys(learn([['menu'], ['menu', 'mới'], ['menu', 'mới']]), 3).keys()]).toEqual(['menu', 'mới']);
    expect([...stableKeys(learn([['cũ'], ['cũ'], ['mới'], ['mới']]), 4).keys()]).toEqual(['mới']);
  });
  test('the cap drops what was seen longest ago', () => {
    expect(
      learn(
        [
          ['a', 'b'],
          ['b', 'c'],
          ['c', 'd'],
        ],
        2,
      ).keys,
    ).toEqual(['c', 'd']);
  });
  test('counts never exceed the looks', () => {
    const shown = fc.array(fc.constantFrom<string>('a', 'b', 'c', 'd'), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(shown, { minLength: 1, maxLength: 12 }), (looks) => {
        const tally = learn(looks);
        tally.keys.forEach((key, i) => {
          const seen = looks.filter((look) => look.includes(key)).length;
          expect(tally.seen[i]).toBe(seen);
          expect(tally.last[i]).toBe(looks.findLastIndex((look) => look.includes(key)) + 1);
          expect(stability(tally, i, looks.length)).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
});
