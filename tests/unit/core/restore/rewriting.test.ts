import { describe, expect, test } from 'vitest';
import { pagePaths, relativePath } from '../../../../src/core/restore/copy-names.ts';
import { readPictureSet } from '../../../../src/core/restore/picture-set.ts';
import { type CopyPlace, References } from '../../../../src/core/restore/references.ts';
import { rewriteDrawing } from '../../../../src/core/restore/rewrite-drawing.ts';
import { rewritePage } from '../../../../src/core/restore/rewrite-page.ts';
import { rewriteStyle } from '../../../../src/core/restore/rewrite-style.ts';

const place: CopyPlace = {
  url: 'https://so.gov.vn/tin/bai?id=1',
  path: 'tin/index.html',
  pages: { 'https://so.gov.vn/': 'index.html' },
  files: {
    'https://so.gov.vn/a.png': 'tep/a.png',
    'https://so.gov.vn/tin/b.css': 'tep/b.css',
    'https://cdn.example/c.woff2': 'tep/c.woff2',
  },
  frames: { 'https://so.gov.vn/khung': 'tep/k.html' },
  hosts: ['so.gov.vn'],
};
const styled = (css: string) => rewriteStyle(css, new References(place));
const body = (html: string) => /<body[^>]*>([\s\S]*)<\/body>/.exec(rewritePage(html, place)?.html ?? '')?.[1]?.trim();

describe('style sheets', () => {
  test.each([
    ['a{b:url(/a.png)}', 'a{b:url("../tep/a.png")}'],
    ['a{b:URL( "/a.png" )}', 'a{b:url( "../tep/a.png" )}'],
    ['a{b:u\\72l(/a.png)}', 'a{b:url("../tep/a.png")}'],
    ['@import "b.css" screen;', '@import url("../tep/b.css") screen;'],
    ['@import url(b.css) layer(x);', '@import url("../tep/b.css") layer(x);'],
    ['@namespace svg url(http://www.w3.org/2000/svg);', '@namespace svg url(http://www.w3.org/2000/svg);'],
    ['a{b:image-set("/a.png" 1x)}', 'a{b:image-set(url("../tep/a.png") 1x)}'],
    ['a{content:"/a.png"}', 'a{content:"/a.png"}'],
    ['a{fill:url(#mau)}', 'a{fill:url("#mau")}'],
    ['a{b:url(https://xau.example/x.png)}', 'a{b:url("data:,")}'],
    ['a{b:url(data:image/gif;base64,R0)}', 'a{b:url("data:image/gif;base64,R0")}'],
    ['a{b:url("javascript:x()")}', 'a{b:url("data:,")}'],
    ['@charset "windows-1258";a{}', 'a{}'],
    ['/* url(x) */a{b:url(//cdn.example/c.woff2)}', '/* url(x) */a{b:url("../tep/c.woff2")}'],
  ])('%s', (css, becomes) => expect(styled(css)).toBe(becomes));

  test('an address cannot close the string or the element that it stands in', () => {
    expect(styled('a{b:url("data:image/svg+xml,<svg \\"></style><script>")}')).not.toMatch(/<\/style|\w"\)/);
  });
});

describe('pages', () => {
  test.each([
    ['<a href="/#muc">a</a>', '<a href="../index.html#muc">a</a>'],
    ['<a href="/khac">a</a>', '<a href="../tam-ngung.html">a</a>'],
    ['<a href="#muc">a</a>', '<a href="#muc">a</a>'],
    ['<a href="mailto:a@so.gov.vn">a</a>', '<a href="mailto:a@so.gov.vn">a</a>'],
    ['<a href="data:text/html,x">a</a>', '<a href="../tam-ngung.html">a</a>'],
    ['<img src="/a.png" onload="x()">', '<img src="../tep/a.png">'],
    ['<img src="/x.png" srcset="/x.png 1x, /a.png 2x">', '<img src="../tep/a.png" srcset="../tep/a.png 2x">'],
    ['<img data-src="/a.png" src="data:image/gif;base64,R0">', '<img src="../tep/a.png">'],
    ['<picture><source srcset="/x.webp"><img src="/a.png"></picture>', '<picture><img src="../tep/a.png"></picture>'],
    ['<iframe src="/khung"></iframe>', '<iframe src="../tep/k.html"></iframe>'],
    ['<iframe src="https://xau.example/"></iframe>', '<iframe src="../tam-ngung.html"></iframe>'],
    ['<p data-vonggac-hidden="x" onclick="x()">a</p>', '<p>a</p>'],
    ['<template><b>a</b></template><!-- b -->', ''],
    [
      '<i><template shadowrootmode="open"><script></script><b>a</b></template></i>',
      '<i><template shadowrootmode="open"><b>a</b></template></i>',
    ],
  ])('%s', (html, becomes) => expect(body(html)).toBe(becomes));

  test('the document mode stays, and a base counts', () => {
    expect(rewritePage('<p>a', place)?.html).toMatch(/^<html/);
    expect(rewritePage('<!doctype html><p>a', place)?.html).toMatch(/^<!DOCTYPE html>\n<html/);
    expect(rewritePage('<base href="https://cdn.example/"><img src="c.woff2">', place)?.used).toEqual(['tep/c.woff2']);
  });

  test('what is missing is named', () => {
    expect(rewritePage('<img src="/x.png"><img src="javascript:x()">', place)?.missing).toEqual([
      'https://so.gov.vn/x.png',
    ]);
  });
});

test('drawings lose scripts and foreign addresses', () => {
  const svg = rewriteDrawing(
    '<!DOCTYPE svg [<!ENTITY m "red">]><?xml-stylesheet href="x.css"?><svg onload="x()"><script>x()</script><style>a{b:url(/a.png)}</style><a href="https://xau.example/"><image href="/a.png" fill="&m;"/></a><use href="#a"/></svg>',
    { ...place, path: 'tep/x.svg' },
  )?.svg;
  expect(svg).toBe(
    '<svg><style>a{b:url(&quot;a.png&quot;)}</style><a><image href="a.png" fill="red"/></a><use href="#a"/></svg>',
  );
});

test('a set of pictures is split as browsers split it', () => {
  expect(readPictureSet(' a,b.png 1x,c.png , d.png 100w')).toEqual([
    { address: 'a,b.png', descriptor: ' 1x' },
    { address: 'c.png', descriptor: '' },
    { address: 'd.png', descriptor: ' 100w' },
  ]);
});

test('pages keep plain paths only, and no two share one', () => {
  const urls = ['', 'tin', 'tin/', 'gioi-thieu.html', 'con', 'a?b=1', '%2e%2e/x', 'Tin'].map(
    (one) => `https://so.gov.vn/${one}`,
  );
  expect(pagePaths(urls)).toEqual([
    'index.html',
    'tin/index.html',
    'trang-3.html',
    'gioi-thieu.html',
    'trang-5.html',
    'trang-6.html',
    'x/index.html',
    'trang-8.html',
  ]);
  expect(relativePath('a/b/c.html', 'a/d.html')).toBe('../d.html');
});

test.each([
  ['nested', '<g>'],
  ['nested, with closing tags of others', '<g></a>'],
  ['nested, with closing tags in comments', '<g><!--</g>-->'],
  ['nested, with values that look like an end', '<g id="/>">'],
])('a drawing of elements %s is refused', (_, part) => {
  expect(rewriteDrawing(`<svg>${part.repeat(600)}</svg>`, place)).toBeNull();
});

test.each([
  ['closed elements', '<g><path d="M0"/></g>'],
  ['values that look like tags', '<path id="<g>" d="M0"/>'],
  ['tags in comments and instructions', '<!-- <g> --><?x <g>?>'],
  ['plain text that looks like tags', '<style><![CDATA[<g>]]></style>'],
])('a drawing of very many %s is no nested one', (_, part) => {
  expect(rewriteDrawing(`<svg>${part.repeat(600)}</svg>`, place)?.svg).toMatch(/^<svg>/);
});
