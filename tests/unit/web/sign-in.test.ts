import { expect, test } from 'vitest';
import { chooseLanguage } from '../../../src/web/texts.ts';
import { localPath } from '../../../src/web/views/back.tsx';

test.each([
  ['/incidents/3?done=resolved', '/incidents/3?done=resolved'],
  ['//evil.example/', '/'],
  ['/\\evil.example', '/'],
  ['/.//evil.example/', '/'],
  ['/a/..//evil.example/', '/'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['', '/'],
  ['/a\r\nSet-Cookie: x=1', '/aSet-Cookie:%20x=1'],
  [`/${'a'.repeat(3_000)}`, '/'],
])('after sign-in %j leads to %j', (given, expected) => {
  expect(localPath(given)).toBe(expected);
});

test.each([
  [null, undefined, 'vi'],
  [null, 'fr-FR,fr;q=0.9', 'vi'],
  [null, 'en-GB,en;q=0.9', 'en'],
  [null, 'en-US,en;q=0.9,vi;q=0.8', 'vi'],
  ['en', 'vi-VN', 'en'],
  ['vi', 'en-GB', 'vi'],
  ['xx', 'en-GB', 'en'],
])('cookie %j and Accept-Language %j give %s', (cookie, accepted, language) => {
  expect(chooseLanguage(cookie, accepted)).toBe(language);
});
