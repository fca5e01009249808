/** The pure parts of evidence packages. */
import { describe, expect, test } from 'vitest';
import { clockOffset } from '../../../../src/core/evidence/clock-offset.ts';
import { requestHead, responseHead } from '../../../../src/core/evidence/http-message.ts';
import { parseSums, sumsText } from '../../../../src/core/evidence/manifest.ts';
import { claim, compareFiles, outcomeOf } from '../../../../src/core/evidence/verdict.ts';

const hash = (digit: string) => digit.repeat(64);
const answer = {
  status: 200,
  statusText: 'OK',
  protocol: 'h2',
  headers: [
    [':status', '200'],
    ['content-encoding', 'br'],
    ['Transfer-Encoding', 'chunked'],
    ['Content-Length', '7'],
    ['X-Odd', 'a\r\nb\0c'],
    ['Not a name', 'd'],
  ],
  address: null,
  body: { hash: hash('a'), mediaType: 'text/html', sizeBytes: 42 },
  form: 'decoded',
  isWhole: true,
} as const;

describe('heads of stored messages', () => {
  test('a decoded body has its own length, no encoding, and no line begins by a value', () => {
    expect(responseHead(answer)).toBe(
      'HTTP/1.1 200 OK\r\nX-Odd: a  b c\r\nX-Unreadable-Name: d\r\nContent-Length: 42\r\n\r\n',
    );
  });

  test('a transferred body keeps the encoding that it is in', () => {
    expect(responseHead({ ...answer, form: 'transferred' })).toContain('content-encoding: br\r\n');
  });

  test('a request names its host and its path', () => {
    const exchange = { url: 'https://so.example/tin?a=1#x', method: 'GET', requestHeaders: [] };
    expect(requestHead(exchange)).toBe('GET /tin?a=1 HTTP/1.1\r\nHost: so.example\r\n\r\n');
  });
});

describe('the verdict on a package', () => {
  const found = [{ name: 'a', sha256: hash('a') }];

  test.each([
    [[['a', hash('a')]], ['holds']],
    [[['a', hash('b')]], ['broken']],
    [[], ['broken']],
    [
      [
        ['a', hash('a')],
        ['b', hash('b')],
      ],
      ['broken'],
    ],
  ])('files %j beside one found: %j', (listed, states) => {
    const claims = compareFiles('files', 'the manifest', new Map(listed as [string, string][]), found);
    expect(claims.map(({ state }) => state)).toEqual(states);
  });

  test('anything broken outweighs a known signer, and an unknown one is said', () => {
    const open = claim('stamp', 'open', 'x');
    expect(outcomeOf([open], true)).toBe('holds');
    expect(outcomeOf([open], false)).toBe('signer-unknown');
    expect(outcomeOf([open, claim('files', 'broken', 'x')], true)).toBe('altered');
  });

  test('sums are read back as written, and nothing else is', () => {
    const text = sumsText([{ name: 'looks/1/a.png', sha256: hash('a') }]);
    expect(parseSums(text)).toEqual(new Map([['looks/1/a.png', hash('a')]]));
    for (const bad of [text.trimEnd(), `${text}${text}`, `${text}x\n`, text.replace('  ', ' ')])
      expect(parseSums(bad)).toBeNull();
  });
});

test('a clock’s difference is measured by the Date of the answer', () => {
  const at = Date.parse('2026-11-21T14:38:00Z');
  expect(clockOffset([['date', 'Sat, 21 Nov 2026 14:38:05 GMT']], at, Date.parse)).toBe(5_000);
  expect(clockOffset([['date', 'soon']], at, Date.parse)).toBeNull();
});
