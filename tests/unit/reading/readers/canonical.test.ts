/** Everything that a name server says gets one bounded spelling, or a mark. */
import type { Answer } from 'dns-packet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalName } from '../../../../src/core/names/canonical-name.ts';
import { canonicalValue, unreadable } from '../../../../src/reading/readers/canonical.ts';

test('names are compared in lower case without the last dot', () => {
  expect(canonicalName('WWW.Example.VN.')).toBe('www.example.vn');
  expect(canonicalName('_dmarc.example.vn')).toBe('_dmarc.example.vn');
});

test.each([
  ['nothing', ''],
  ['the root', '.'],
  ['an empty label', 'a..vn'],
  ['markup', '<script>.vn'],
  ['a line break', 'a\n.vn'],
  ['an escape sequence', '\u001b[2J.vn'],
  ['a letter that is not ASCII', 'xã.vn'],
  ['the Kelvin sign, whose small letter is k', '\u212a.vn'],
  ['a label of 64', `${'a'.repeat(64)}.vn`],
  ['more than 253 characters', `${'a.'.repeat(126)}vnn`],
  ['a hyphen at an end', '-a.vn'],
])('%s is no name', (_what, name) => {
  expect(canonicalName(name)).toBeNull();
});

test('whatever comes, a name is short and plain or none', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const name = canonicalName(Buffer.from(bytes).toString('latin1'));
      return name === null || /^[a-z0-9._-]{1,253}$/.test(name);
    }),
  );
});

test.each<[string, Answer, string]>([
  ['A', { type: 'A', name: 'a.vn', data: '192.0.2.1' }, '192.0.2.1'],
  ['AAAA', { type: 'AAAA', name: 'a.vn', data: '2001:DB8:0:0::1' }, '2001:db8::1'],
  ['an alias', { type: 'CNAME', name: 'a.vn', data: 'B.VN.' }, 'b.vn'],
  ['MX', { type: 'MX', name: 'a.vn', data: { preference: 10, exchange: 'Mail.A.vn' } }, '10 mail.a.vn'],
  ['MX of a domain without mail', { type: 'MX', name: 'a.vn', data: { preference: 0, exchange: '.' } }, '0 .'],
  [
    'SOA, without its serial, the dot in the mailbox unescaped',
    { type: 'SOA', name: 'a.vn', data: { mname: 'NS.a.vn', rname: 'ban\\.bien.a.vn', serial: 7 } },
    'ns.a.vn ban.bien.a.vn',
  ],
  [
    'CAA',
    { type: 'CAA', name: 'a.vn', data: { flags: 128, tag: 'issue', value: 'Example.net;  policy=ev' } },
    '128 issue example.net; policy=ev',
  ],
  ['a name server of control characters', { type: 'NS', name: 'a.vn', data: '\u0000.vn' }, unreadable],
  ['a mail exchanger of markup', { type: 'MX', name: 'a.vn', data: { exchange: '<b>' } }, `0 ${unreadable}`],
  [
    'CAA of control characters',
    { type: 'CAA', name: 'a.vn', data: { tag: 'issue', value: '\u001b[31m' } },
    `0 issue ${unreadable}`,
  ],
])('%s', (_what, record, value) => {
  expect(canonicalValue(record)).toBe(value);
});

test('records that nobody asked for have no value', () => {
  expect(canonicalValue({ type: 'HINFO', name: 'a.vn', data: { cpu: 'x', os: 'y' } })).toBeNull();
  expect(canonicalValue({ type: 'TXT', name: 'a.vn', data: [Buffer.from('V=1 '), Buffer.from('Ok')] })).toBe('v=1 ok');
});
