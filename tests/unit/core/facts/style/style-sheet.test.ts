import { describe, expect, test } from 'vitest';
import { readStyleSheet } from '../../../../../src/core/facts/style/style-sheet.ts';

const does = (css: string) => readStyleSheet(css).rules.map((rule) => rule.does);

describe('rules for the page as a whole', () => {
  test.each([
    'body{display:none!important}',
    'html , x{ visibility : hidden }',
    'body>*{opacity:0}',
    'html > body :not(script){}*{opacity:.0;}',
    ':root{transform:scale(0)}',
    'body > form{position:absolute;left:-9999px}',
    '@media screen{@supports (color:red){body{display:none}}}',
    '/* } */ bo\\64 y{dis\\70 lay:/* x */none',
    'a{content:"}"} body{display:none}',
  ])('%s hides it', (css) => {
    expect(does(css)).toEqual(['hides']);
  });
  test.each([
    'body{display:block;opacity:0.5}',
    'body.loading,body[unresolved]{opacity:0}',
    'body .menu{display:none}',
    '@media print{body{display:none}}',
    '@keyframes x{from{opacity:0}}',
    '@font-face{font-family:x;src:url(x)}',
    'a{content:"body{display:none}"}',
  ])('%s does not', (css) => {
    expect(does(css)).toEqual([]);
  });
  test('words over the page paint it; labels, grounds behind it and words for scripts do not', () => {
    expect(does('body::after{content:"Chúng tôi đã ở đây"}')).toEqual(['paints']);
    expect(does('#x:before{content:"xin chào";position:fixed;inset:0}')).toEqual(['paints']);
    expect(does('.new:before{content:"Tin mới"}')).toEqual([]);
    expect(does('body:before{content:"";position:fixed;inset:0;z-index:-1;background:url(a.png)}')).toEqual([]);
    expect(does('body::before{display:none;content:"small"}')).toEqual([]);
    expect(does('@media (min-width:40em){body::before{content:"medium"}}body::after{content:"tablet"}')).toEqual([]);
    expect(does('body::before{content:"hacked"}')).toEqual(['paints']);
  });
});

test('strings of content and addresses of imports are read, escapes decoded', () => {
  const { texts, imports } = readStyleSheet(
    '@import url(//a.example/x.css);@import "b.css";p:after{content:"xin ch\\E0 o"}',
  );
  expect(texts).toEqual(['xin chào']);
  expect(imports).toEqual(['//a.example/x.css', 'b.css']);
});
