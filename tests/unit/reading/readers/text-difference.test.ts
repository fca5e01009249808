import { expect, test } from 'vitest';
import { textDifference } from '../../../../src/reading/readers/text-difference.ts';
import { visibleText } from '../../../../src/reading/readers/visible-text.ts';

const of = (...blocks: string[]) => ({ blocks, cut: false });
const flat = (difference: ReturnType<typeof textDifference>) =>
  difference.changes.flatMap((change) =>
    change.type === 'skipped' ? [`… ${change.count}`] : change.parts.map((part) => `${part.type}: ${part.text}`),
  );

test('a changed word is shown inside its paragraph', () => {
  const difference = textDifference(
    of('Ủy ban nhân dân tỉnh họp phiên thường kỳ'),
    of('Ủy ban nhân dân tỉnh họp phiên bất thường'),
  );
  expect(difference.changes).toHaveLength(1);
  expect(flat(difference)).toContain('same: Ủy ban nhân dân tỉnh họp phiên ');
  expect(flat(difference).join(' ')).toMatch(/removed: .*kỳ/);
});

test('a replaced page shows the new text first', () => {
  const difference = textDifference(of('Giới thiệu', 'Tin tức', 'Liên hệ'), of('Hacked by X'));
  expect(flat(difference)[0]).toBe('added: Hacked by X');
  expect(flat(difference)).toHaveLength(4);
});

test('unchanged paragraphs are counted, not repeated', () => {
  const same = Array.from({ length: 30 }, (_, index) => `Đoạn ${index}`);
  const difference = textDifference(of(...same, 'cũ'), of(...same, 'mới hoàn toàn'));
  expect(flat(difference)[0]).toBe('… 29');
  expect(flat(difference)[1]).toBe('same: Đoạn 29');
});

test('equal texts are the same', () => {
  expect(textDifference(of('a', 'b'), of('a', 'b'))).toEqual({ isSame: true, changes: [], cut: false });
});

test('a page of thousands of new paragraphs is cut and says so', () => {
  const many = (prefix: string) => of(...Array.from({ length: 1_500 }, (_, index) => `${prefix} ${index}`));
  const difference = textDifference(many('cũ'), many('mới'));
  expect(difference.cut).toBe(true);
  expect(difference.changes.length).toBeLessThanOrEqual(160);
});

test('visible text leaves out scripts, styles and what no visitor reads', () => {
  const html =
    '<head><title>T</title></head><body><script>x()</script><style>a{}</style><p>Xin <b>chào</b></p><div>Hai</div>';
  expect(visibleText(html).blocks).toEqual(['Xin chào', 'Hai']);
});

test('neighbouring menu entries do not run into each other, marked-up words stay whole', () => {
  expect(visibleText('<div><a>Tin tức</a><a>Liên hệ</a></div>').blocks).toEqual(['Tin tức Liên hệ']);
  expect(visibleText('<p>Hack<b>ed</b></p>').blocks).toEqual(['Hacked']);
});

test('markup nested a hundred thousand deep and lines of a megabyte come back in bounds', () => {
  const deep = visibleText(`${'<div>'.repeat(100_000)}đáy`);
  expect(deep.blocks).toEqual(['đáy']);
  expect(visibleText(`${'<b>'.repeat(400_000)}đáy`).blocks).toEqual(['đáy']);
  const long = visibleText(`<p>${'a'.repeat(1_000_000)}</p>`);
  expect(long.blocks[0]?.length).toBeLessThanOrEqual(600);
});

test('control and direction characters of the page do not reach the reader', () => {
  expect(visibleText('<p>an\u202etoàn\u0007</p>').blocks).toEqual(['antoàn']);
});
