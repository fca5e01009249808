import { expect, test } from 'vitest';
import { filterAddress, filterKey, filterQuery } from '../../../../src/core/people/saved-filter.ts';

const query = (text: string) => filterQuery('board', new URLSearchParams(text));

test('a filter is written the same way whatever its address looked like', () => {
  expect(query('page=3&tag=y+te&q=+s%C6%A1n%20la+&done=look-asked&sort=state&agency=')).toBe('q=s%C6%A1n+la&tag=y+te');
  expect(query('sort=-name')).toBe('sort=-name');
  expect(query('')).toBe('');
});

test('of the incidents the list that is shown first needs no word', () => {
  const of = (text: string) => filterQuery('incidents', new URLSearchParams(text));
  expect([of('status=live'), of('status=all&whose=mine&state=ok')]).toEqual(['', 'status=all&whose=mine']);
});

test('what is long, invisible or meant to leave the list stays in it', () => {
  expect(query(`q=${'x'.repeat(9_000)}`).length).toBeLessThan(300);
  expect(query('q=%E2%80%AE')).toBe('');
  expect(filterAddress('board', query('q=//evil.example/%0d%0aSet-Cookie:x'))).toMatch(/^\/\?q=/);
});

test('names that differ in accents and case are one', () => {
  expect(filterKey('  Cổng của TỈNH ')).toBe(filterKey('cong cua tinh'));
});
