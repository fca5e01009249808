import { expect, test } from 'vitest';
import { sourceDifference } from '../../../../src/reading/readers/source-difference.ts';

const page = (...lines: readonly string[]) => lines.join('\n');
const shown = (before: string, after: string) =>
  sourceDifference(before, after).hunks.map((lines) =>
    lines.map(({ type, number, text }) => `${number}${{ same: ' ', removed: '-', added: '+' }[type]}${text}`),
  );

test('equal sources have no difference, whatever their white space', () => {
  expect(sourceDifference('<p>a</p>\n\n<p>b</p>', '  <p>a</p>\r\n<p>b</p>\n')).toMatchObject({
    hunks: [],
    removed: 0,
    added: 0,
    cut: false,
  });
});

test('a change is shown with three lines around it and the numbers of its own source', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `<p>${index + 1}</p>`);
  const after = [...lines.slice(0, 10), '<script src="//x"></script>', ...lines.slice(10)];
  expect(shown(page(...lines), page(...after))).toEqual([
    [
      '8 <p>8</p>',
      '9 <p>9</p>',
      '10 <p>10</p>',
      '11+<script src="//x"></script>',
      '12 <p>11</p>',
      '13 <p>12</p>',
      '14 <p>13</p>',
    ],
  ]);
});

test('changes far from each other are apart, near ones together', () => {
  const lines = Array.from({ length: 40 }, (_, index) => `<p>${index + 1}</p>`);
  const change = (...at: readonly number[]) => lines.map((text, index) => (at.includes(index) ? '<b>x</b>' : text));
  expect(shown(page(...lines), page(...change(5, 35)))).toHaveLength(2);
  expect(shown(page(...lines), page(...change(5, 11)))).toHaveLength(1);
});

test('a page of one line is compared between its tags', () => {
  const cells = Array.from({ length: 60 }, (_, index) => `<td>${index}</td>`);
  const { removed, added } = sourceDifference(cells.join(''), [...cells, '<a href="//x">x</a>'].join(''));
  expect([removed, added]).toEqual([0, 1]);
});

test('a long line is shown where it changed', () => {
  const script = `var a="${'x'.repeat(5_000)}";`;
  const [lines] = shown(`${script}run()`, `${script}steal()`);
  expect(lines?.[0]).toMatch(/^1-… x+";run\(\)$/);
  expect(lines?.[1]).toMatch(/^1\+… x+";steal\(\)$/);
});

test('a source that was replaced as a whole, and an endless one, end in time and are cut', () => {
  const noise = (seed: number) => page(...Array.from({ length: 40_000 }, (_, i) => `<p>${(i * seed) % 99_991}</p>`));
  const found = sourceDifference(noise(7), noise(13));
  expect(found.cut).toBe(true);
  const types = found.hunks.flat().map(({ type }) => type);
  expect(types.length).toBeLessThanOrEqual(600);
  // What came is seen although as much went.
  expect(types.filter((type) => type === 'added').length).toBeGreaterThan(100);
});

test('lines that grow when they are escaped take the room that they need', () => {
  const quotes = page(...Array.from({ length: 2_000 }, (_, index) => `${'"'.repeat(390)}${index}`));
  const { hunks, cut } = sourceDifference('', quotes);
  expect(cut).toBe(true);
  expect(hunks.flat().length).toBeLessThan(40);
});

test('what could play tricks on the reader is left out', () => {
  expect(shown('<p>a</p>', '<p>\u202eb\u0000\u001b[31m</p>')).toEqual([['1-<p>a</p>', '1+<p>b[31m</p>']]);
});
