import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createResolver } from '../../../../../src/core/facts/links/addresses.ts';

const page = 'https://anphu.binhgiang.gov.vn/tin/1.html';

describe('createResolver', () => {
  const resolve = createResolver(page, null);
  test.each([
    ['a path', '/tin-tuc?x=1', null],
    ['a relative path', 'anh.jpg', null],
    ['its own host in full', 'https://anphu.binhgiang.gov.vn/a', null],
    ['a sibling host', 'https://binhgiang.gov.vn/', 'binhgiang.gov.vn'],
    ['no scheme', '//cdn.example.net/x.js', 'cdn.example.net'],
    ['a backslash as browsers read it', '/\\evil.example/x', 'evil.example'],
    ['tabs and newlines inside', 'ht\ntps://evil.\texample/', 'evil.example'],
    ['upper case and a default port', 'HTTPS://Evil.Example:443/A', 'evil.example'],
    ['user-info before the host', 'https://anphu.binhgiang.gov.vn@evil.example/', 'evil.example'],
  ])('reads %s', (_, href, host) => {
    expect(resolve(href)?.host).toBe(host);
  });

  test.each(['javascript:alert(1)', 'mailto:a@b.vn', 'data:text/html,x', ' javascript:x'])(
    '%s names no host',
    (href) => {
      expect(resolve(href)).toBeNull();
    },
  );

  test('a foreign base takes relative links with it', () => {
    expect(createResolver(page, 'https://evil.example/')('/a')?.host).toBe('evil.example');
  });

  test('the fast reading agrees with the WHATWG parser on the host', () => {
    const part = fc.stringMatching(/^[a-z0-9./?#%~:@\\ -]{0,30}$/);
    fc.assert(
      fc.property(fc.constantFrom('', '/', '//', 'https://', 'http:/', 'HTTP://'), part, (start, rest) => {
        const href = start + rest;
        const url = URL.parse(href, page);
        const expected = url === null || !/^https?:$/.test(url.protocol) ? undefined : url.host;
        const host = resolve(href);
        const own = 'anphu.binhgiang.gov.vn';
        if (expected === undefined) expect(host).toBeNull();
        else expect(host?.host ?? own).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('of a base that never ends as much is read as of any address', () => {
  const resolve = createResolver('https://so.gov.vn/', `http://khac.example/${'a'.repeat(1_000_000)}/`);
  expect([resolve('a b')?.host, resolve('tin')?.host]).toEqual(['khac.example', 'khac.example']);
});
