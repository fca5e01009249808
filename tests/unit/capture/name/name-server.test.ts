/** Where name servers are asked: resolvers as written, a zone's servers only at public addresses. */
import { expect, test } from 'vitest';
import { recursiveServers, zoneEndpoint } from '../../../../src/capture/name/name-server.ts';

test.each([
  ['203.162.4.190', '203.162.4.190', 53],
  ['127.0.0.1:5353', '127.0.0.1', 5353],
  ['2001:dc8::1', '2001:dc8::1', 53],
  ['[2001:dc8::1]:5353', '2001:dc8::1', 5353],
])('the resolver %s is asked at %s, port %i', (name, address, port) => {
  expect(recursiveServers([name], [])).toEqual([{ name, kind: 'recursive', endpoints: [{ address, port }] }]);
});

test('a resolver that is named twice is asked once', () => {
  expect(recursiveServers(['192.0.2.1', '192.0.2.2', '192.0.2.1'], []).map(({ name }) => name)).toEqual([
    '192.0.2.1',
    '192.0.2.2',
  ]);
});

test('a server of a zone is asked at a public address', () => {
  expect(zoneEndpoint('203.162.4.1', [])).toEqual({ address: '203.162.4.1', port: 53 });
  expect(zoneEndpoint('2001:dc8::1', [])).toEqual({ address: '2001:dc8::1', port: 53 });
});

test.each([
  '127.0.0.1',
  '10.0.0.53',
  '100.64.0.1',
  '169.254.169.254',
  '::1',
  'fe80::1',
  '::ffff:10.0.0.1',
  'fd00::53',
  '?',
])('never at %s, which whoever holds the zone may have chosen', (address) => {
  expect(zoneEndpoint(address, [])).toBeNull();
  expect(zoneEndpoint(address, ['192.168.0.0/16', '192.168.1.1:5353'])).toBeNull();
});

test('an exception opens its addresses, and with a port that port', () => {
  expect(zoneEndpoint('10.1.2.3', ['10.1.0.0/16'])).toEqual({ address: '10.1.2.3', port: 53 });
  expect(zoneEndpoint('10.1.2.3', ['10.1.2.3:5353'])).toEqual({ address: '10.1.2.3', port: 5353 });
  expect(zoneEndpoint('fd00::53', ['[fd00::53]:5353'])).toEqual({ address: 'fd00::53', port: 5353 });
  expect(zoneEndpoint('10.1.2.4', ['10.1.2.3:5353'])).toBeNull();
});
