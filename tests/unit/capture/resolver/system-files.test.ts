/** What resolv.conf(5) and hosts(5) say, as the system's own resolver reads them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHosts, parseResolvConf } from '../../../../src/capture/resolver/system-files.ts';
import { lookupName } from '../../../../src/core/names/lookup-name.ts';

test('servers in their order, three at most, comments and other lines left out', () => {
  const text = [
    '# by dhcp',
    'search example.vn',
    'nameserver 10.0.0.53',
    'nameserver 2001:dc8::1 # a comment',
    '  nameserver\tfe80::1%eth0 ; another',
    'nameserver 10.0.0.54',
    'nameserver not.an.address',
  ].join('\n');
  expect(parseResolvConf(text).servers).toEqual([
    { address: '10.0.0.53', port: 53 },
    { address: '2001:dc8::1', port: 53 },
    { address: 'fe80::1%eth0', port: 53 },
  ]);
});

test.each([
  ['', { timeoutMs: 5_000, attempts: 2, rotate: false }],
  ['options timeout:1 attempts:4 rotate', { timeoutMs: 1_000, attempts: 4, rotate: true }],
  ['options timeout:0 attempts:0 ndots:5 edns0', { timeoutMs: 1_000, attempts: 1, rotate: false }],
  ['options timeout:999 attempts:999', { timeoutMs: 30_000, attempts: 5, rotate: false }],
  ['options timeout:x attempts:', { timeoutMs: 5_000, attempts: 2, rotate: false }],
])('%j: within reason', (text, settings) => {
  expect(parseResolvConf(text)).toEqual({ ...settings, servers: [{ address: '127.0.0.1', port: 53 }] });
});

test('hosts: all names of a line, all lines of a name', () => {
  const table = parseHosts(
    [
      '127.0.0.1 localhost',
      '# 10.0.0.9 gone',
      '10.0.0.1\tPortal.example portal # ours',
      '::1 localhost',
      'x y',
      '',
    ].join('\r\n'),
  );
  expect(Object.fromEntries(table)).toEqual({
    localhost: ['127.0.0.1', '::1'],
    'portal.example': ['10.0.0.1'],
    portal: ['10.0.0.1'],
  });
});

test('no text is too odd', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(parseResolvConf(text).servers.length).toBeGreaterThan(0);
      parseHosts(text);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['www.example.vn', 'www.example.vn'],
  ['www.example.vn.', 'www.example.vn'],
  ['_dmarc.-x-.example', '_dmarc.-x-.example'],
  ['xn--hni-jua.vn', 'xn--hni-jua.vn'],
  ['portal', 'portal'],
  ['', null],
  ['.', null],
  ['a..b', null],
  ['.a', null],
  ['a b', null],
  ['\u212aelvin.vn', null],
  [`${'a'.repeat(63)}.vn`, `${'a'.repeat(63)}.vn`],
  [`${'a'.repeat(64)}.vn`, null],
  ['a.'.repeat(128), null],
])('the name asked for of %j is %j', (host, name) => {
  expect(lookupName(host)).toBe(name);
});
