import { expect, test } from 'vitest';
import { frameDocument } from '../../../../../src/core/facts/markup/frame-document.ts';
import { readPage } from '../../../../../src/core/facts/read-page.ts';

const texts = (html: string) => readPage(html, 'https://anphu.gov.vn/').blocks.map(({ text }) => text);
const base64 = (text: string) => Buffer.from(text).toString('base64');

test('a frame without a document of its own has none', () => {
  expect(frameDocument('iframe', { src: '/map' })).toBeNull();
  expect(frameDocument('iframe', { src: 'data:image/png;base64,AAAA' })).toBeNull();
  expect(frameDocument('img', { src: 'data:text/html,<p>x' })).toBeNull();
});
test('reads srcdoc and data addresses, escaped or in base64, in frames, objects and embeds', () => {
  expect(frameDocument('iframe', { srcdoc: '<p>x', src: 'data:text/html,y' })).toBe('<p>x');
  expect(frameDocument('frame', { src: ' DATA:text/html;charset=utf-8,%3Cp%3Ech%C3%A0o' })).toBe('<p>chào');
  expect(frameDocument('object', { data: `data:text/html;base64,${base64('<p>chào')}` })).toBe('<p>chào');
  expect(frameDocument('embed', { src: 'data:image/svg+xml,<svg><text>x' })).toBe('<svg><text>x');
});
test('broken encodings never throw', () => {
  expect(frameDocument('iframe', { src: 'data:text/html,%FF%zz<p>x' })).toBe('%FF%zz<p>x');
  expect(frameDocument('iframe', { src: 'data:text/html;base64,=' })).toBe('');
});
test('what stands in frames and in frames of frames is text of the page', () => {
  const inner = `<h1>trong</h1>`;
  const outer = `<p>ngoài</p><iframe src="data:text/html;base64,${base64(inner)}"></iframe>`;
  expect(texts(`<p>trang</p><iframe srcdoc='${outer}'></iframe>`)).toEqual(['trang', 'ngoài', 'trong']);
});
test('what stands in a shadow root is text of the page; an ordinary template is none', () => {
  const root = (mode: string) =>
    `<div><template ${mode}><p>trong <a href="https://a.example/">gốc</a></p></template></div>`;
  for (const mode of ['shadowrootmode="open"', 'shadowrootmode=CLOSED']) {
    const { blocks, links } = readPage(root(mode), 'https://anphu.gov.vn/');
    expect(blocks).toMatchObject([{ text: 'trong gốc', hidden: false }]);
    expect(links).toMatchObject([{ host: 'a.example', text: 'gốc' }]);
  }
  expect(texts(root(''))).toEqual([]);
  expect(
    texts(`<div><template shadowrootmode="open"><b>a</b>${root('shadowrootmode="open"')}</template></div>`),
  ).toEqual(['a', 'trong gốc']);
});
