import { expect, it } from 'vitest';
import { ladderGaps, stepsDue } from '../../../../src/core/duty/ladder.ts';

const minute = 60_000;
const ladder = [
  { afterMs: 15 * minute, to: 'second-officer' },
  { afterMs: 30 * minute, to: 'agency-head' },
  { afterMs: 60 * minute, to: 'national-contacts' },
] as const;

const [second, head, national] = ladder.map(({ to }) => ({ to, index: 0 }));

it.each([
  [14, [], []],
  [15, [], [second]],
  [29, [second], []],
  [30, [second], [head]],
  [500, [second], [head, national]],
  [500, [second, head, national], []],
])('after %i minutes with %j taken, %j are due', (minutes, taken, due) => {
  const known = taken.flatMap((one) => one ?? []);
  expect(stepsDue(ladder, 1_000, known, 1_000 + minutes * minute)).toEqual(due);
});

it('a second step to the same people is a step of its own', () => {
  const again = [...ladder, { afterMs: 90 * minute, to: 'national-contacts' }] as const;
  const taken = ladder.map(({ to }) => ({ to, index: 0 }));
  expect(stepsDue(again, 0, taken, 100 * minute)).toEqual([{ to: 'national-contacts', index: 1 }]);
});

const everybody = {
  ladder,
  officers: 2,
  headed: ['UBND tỉnh An Lạc', 'Sở Hải Thanh'],
  watched: ['Sở Hải Thanh', 'UBND tỉnh An Lạc'],
  nationalContacts: 1,
};

it('finds no gap where every step calls somebody, nor where there is no ladder', () => {
  expect(ladderGaps(everybody)).toEqual([]);
  expect(ladderGaps({ ladder: [], officers: 0, headed: [], watched: ['Sở Hải Thanh'], nationalContacts: 0 })).toEqual(
    [],
  );
});

it.each([
  ['one officer alone', { officers: 1 }, /second officer notifies nobody/],
  ['an agency without a head', { headed: ['UBND tỉnh An Lạc'] }, /notifies nobody for: Sở Hải Thanh\./],
  ['no national contact', { nationalContacts: 0 }, /national contacts notifies nobody/],
  [
    'a head of an agency that is spelt otherwise',
    { headed: [...everybody.headed, 'UBND An Lạc'] },
    /misspelt\?\): UBND An Lạc\./,
  ],
])('says in one sentence of %s', (_what, change, sentence) => {
  const gaps = ladderGaps({ ...everybody, ...change });
  expect(gaps).toHaveLength(1);
  expect(gaps[0]?.en).toMatch(sentence);
});

it('names a few agencies and counts the others', () => {
  const watched = ['A', 'B', 'C', 'D', 'E'];
  expect(ladderGaps({ ...everybody, headed: [], watched })[0]?.en).toContain('A; B; C (+2).');
});
