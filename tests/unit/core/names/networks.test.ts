import { expect, test } from 'vitest';
import { networkOf, wideNetworkOf } from '../../../../src/core/names/networks.ts';

test.each([
  ['192.0.2.10', '192.0.2.0/24', '192.0.0.0/16'],
  ['2001:db8::1', '2001:db8:0::/48', '2001:db8::/32'],
  ['2001:db8:7:1:2:3:4:5', '2001:db8:7::/48', '2001:db8::/32'],
  ['2001:0DB8:0007::', '2001:db8:7::/48', '2001:db8::/32'],
  ['::1', '0:0:0::/48', '0:0::/32'],
  ['not an address', 'not an address', 'not an address'],
])('%s lies in %s and %s', (address, network, wide) => {
  expect(networkOf(address)).toBe(network);
  expect(wideNetworkOf(address)).toBe(wide);
});

test('an address has one network however it is written', () => {
  expect(networkOf('2001:db8::7:0:0:1')).toBe(networkOf('2001:db8:0:0:7:0:0:1'));
});
