import { describe, expect, it } from 'vitest';
import { askList, familyOf, listedName, testList } from '../../../../src/capture/name/block-list.ts';

/** A list that holds these names. */
const listOf = (entries: Readonly<Record<string, readonly string[]>>) => (name: string) => {
  const codes = entries[name];
  return codes === undefined
    ? Promise.reject(Object.assign(new TypeError('none'), { code: 'ENOTFOUND' }))
    : Promise.resolve(codes);
};
const broken = (code: string) => () => Promise.reject(Object.assign(new TypeError('broken'), { code }));

describe('a name in a block list', () => {
  it.each([
    ['203.0.113.7', 'ipv4', '7.113.0.203.bl.example'],
    ['2001:db8:1:2:3:4:567:89ab', 'ipv6', 'b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.bl.example'],
    ['BinhGiang.gov.vn', 'domain', 'binhgiang.gov.vn.bl.example'],
  ] as const)('of %s (%s) is %s', (entry, family, name) => {
    expect(familyOf(entry)).toBe(family);
    expect(listedName(entry, family, 'bl.example')).toBe(name);
  });

  it.each(['', '1.2.3', '1.2.3.4.5', 'fe80::1%eth0', 'a..b', 'a b', 'ví-dụ.vn', '[::1]'])('is none for %j', (entry) => {
    expect(familyOf(entry)).toBeNull();
  });
});

describe('an answer', () => {
  const ask = (codes: readonly string[]) =>
    askList('203.0.113.7', 'ipv4', 'bl.example', listOf({ '7.113.0.203.bl.example': codes }));

  it('within loopback is a listing with its codes, sorted and each once', async () => {
    expect(await ask(['127.0.0.4', '127.0.0.2', '127.0.0.4'])).toEqual({
      status: 'listed',
      codes: ['127.0.0.2', '127.0.0.4'],
    });
  });

  it.each([
    ['of a hijacked resolver', ['203.0.113.99']],
    ['that mixes both', ['127.0.0.2', '203.0.113.99']],
    ['that refuses this resolver', ['127.255.255.254']],
    ['that refuses in the old way', ['127.0.0.1']],
  ])('%s says nothing', async (_what, codes) => {
    expect(await ask(codes)).toEqual({ status: 'unusable', codes: [] });
  });

  it.each([
    ['ENOTFOUND', 'not-listed'],
    ['ENODATA', 'not-listed'],
    ['ETIMEOUT', 'failed'],
    ['ESERVFAIL', 'failed'],
    ['EREFUSED', 'failed'],
    ['ECANCELLED', 'failed'],
  ])('%s means %s', async (code, status) => {
    expect(await askList('203.0.113.7', 'ipv4', 'bl.example', broken(code))).toEqual({ status, codes: [] });
  });
});

describe('a list', () => {
  const held = ['127.0.0.2'];

  it.each([
    ['ipv4', { '2.0.0.127.bl': held }, 'usable'],
    ['ipv4', { '2.0.0.127.bl': held, '1.0.0.127.bl': held }, 'unusable'],
    ['ipv4', {}, 'unusable'],
    ['ipv4', { '2.0.0.127.bl': ['203.0.113.99'] }, 'unusable'],
    ['ipv6', { '2.0.0.127.bl': held }, 'unusable'],
    ['ipv6', { '2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.bl': held }, 'usable'],
    ['domain', { 'test.bl': held }, 'usable'],
    ['domain', { 'test.bl': held, 'invalid.bl': held }, 'unusable'],
  ] as const)('of %s holding %j is %s', async (family, entries, verdict) => {
    expect(await testList(family, 'bl', listOf(entries))).toBe(verdict);
  });

  it('whose servers do not answer has failed, which is no verdict about it', async () => {
    expect(await testList('ipv4', 'bl', broken('ETIMEOUT'))).toBe('failed');
  });
});
