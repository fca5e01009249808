import { describe, expect, it } from 'vitest';
import { isInRanges, specialPurposeOf } from '../../../src/capture/public-address.ts';

describe('addresses of the special-purpose registries are refused', () => {
  it.each([
    ['0.0.0.0', 'this network'],
    ['0.1.2.3', 'this network'],
    ['10.0.0.1', 'private'],
    ['100.64.0.1', 'carrier-grade NAT'],
    ['100.127.255.255', 'carrier-grade NAT'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['169.254.169.254', 'cloud metadata'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.0.0.170', 'protocol assignments'],
    ['192.0.2.1', 'documentation'],
    ['192.31.196.1', 'AS112'],
    ['192.52.193.1', 'AMT'],
    ['192.88.99.1', '6to4 relay'],
    ['192.168.1.1', 'private'],
    ['192.175.48.1', 'AS112'],
    ['198.18.0.1', 'benchmarking'],
    ['198.19.255.255', 'benchmarking'],
    ['198.51.100.1', 'documentation'],
    ['203.0.113.1', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::7f00:1', 'v4-compatible loopback'],
    ['::ffff:127.0.0.1', 'v4-mapped loopback'],
    ['::ffff:8.8.8.8', 'v4-mapped public'],
    ['::ffff:0:127.0.0.1', 'v4-translated'],
    ['64:ff9b::7f00:1', 'NAT64 of loopback'],
    ['64:ff9b:1::a00:1', 'local NAT64'],
    ['100::1', 'discard'],
    ['2001::1', 'Teredo'],
    ['2001:2::1', 'benchmarking'],
    ['2001:10::1', 'ORCHID'],
    ['2001:20::1', 'ORCHIDv2'],
    ['2001:db8::1', 'documentation'],
    ['2002:7f00:1::', '6to4 of loopback'],
    ['2002:a00:1::1', '6to4 of private'],
    ['2620:4f:8000::1', 'AS112'],
    ['3fff::1', 'documentation'],
    ['4000::1', 'unassigned'],
    ['5f00::1', 'segment routing'],
    ['fc00::1', 'unique local'],
    ['fd00:ec2::254', 'cloud metadata'],
    ['fe80::1', 'link-local'],
    ['fec0::1', 'site-local'],
    ['ff02::1', 'multicast'],
    ['fe80::1%eth0', 'zone'],
    ['not an address', 'unreadable'],
  ])('%s (%s)', (address) => {
    expect(specialPurposeOf(address)).not.toBeNull();
  });
});

describe('plain public addresses pass', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '113.160.0.1',
    '203.162.0.181',
    '172.32.0.1',
    '100.128.0.1',
    '2001:ee0::1',
    '2606:4700::1111',
  ])('%s', (address) => {
    expect(specialPurposeOf(address)).toBeNull();
  });
});

describe('ranges of an exception', () => {
  it('match addresses and prefixes of the same family only', () => {
    expect(isInRanges('10.1.2.3', ['10.1.2.3'])).toBe(true);
    expect(isInRanges('10.1.2.4', ['10.1.2.3'])).toBe(false);
    expect(isInRanges('10.1.255.1', ['192.168.0.0/16', '10.1.0.0/16'])).toBe(true);
    expect(isInRanges('fd00::5', ['fd00::/8'])).toBe(true);
    expect(isInRanges('::ffff:10.1.2.3', ['10.0.0.0/8'])).toBe(false);
    expect(isInRanges('10.1.2.3', ['::/0'])).toBe(false);
  });
});
