/** Who is throttled: the visitor, not the proxy that speaks for everybody, and not whom the visitor claims to be. */
import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { clientAddress } from '../../../src/web/gate/client-address.ts';

const webOf = (web: object) => configSchema.parse({ web }).web;
const public_ = webOf({ publicUrl: 'https://canhgac.example.vn' });
const named = webOf({ trustedProxies: ['10.0.0.5', '172.16.0.0/12', 'fd00::/8'] });

describe('the visitor’s address', () => {
  test.each([
    ['without a proxy is the peer, whatever the header says', webOf({}), '127.0.0.1', '203.0.113.9', '127.0.0.1'],
    ['of a stranger is the peer, whatever the header says', named, '198.51.100.7', '203.0.113.9', '198.51.100.7'],
    [
      'behind a proxy on this machine is the last hop',
      public_,
      '::ffff:127.0.0.1',
      '8.8.8.8, 203.0.113.9',
      '203.0.113.9',
    ],
    ['behind a named proxy is the last hop', named, '10.0.0.5', '203.0.113.9', '203.0.113.9'],
    ['behind a range of proxies is the last hop', named, '172.18.0.1', '203.0.113.9', '203.0.113.9'],
    [
      'behind two named proxies is what the outer one heard',
      named,
      '172.18.0.1',
      '9.9.9.9, 203.0.113.9,10.0.0.5',
      '203.0.113.9',
    ],
    ['does not come from beyond a proxy that nobody named', named, '10.0.0.5', '203.0.113.9, 10.0.0.6', '10.0.0.6'],
    ['over IPv6', named, 'fd00::2', '2001:db8::1', '2001:db8::1'],
    ['without the port that some proxies add', named, '10.0.0.5', '203.0.113.9:4711', '203.0.113.9'],
    ['without brackets and port', named, '10.0.0.5', '[2001:db8::1]:4711', '2001:db8::1'],
    ['is the proxy’s when it says nothing', named, '10.0.0.5', '', '10.0.0.5'],
    ['is the proxy’s when it says no address', named, '10.0.0.5', '203.0.113.9, unknown', '10.0.0.5'],
    ['is the outermost proxy’s when all are proxies', named, '10.0.0.5', '172.16.0.9', '172.16.0.9'],
  ])('%s', (_name, web, peer, forwardedFor, expected) => {
    expect(clientAddress(peer, forwardedFor, web)).toBe(expected);
  });

  test('is unknown where there is no peer', () => {
    expect(clientAddress('', '203.0.113.9', named)).toBe('unknown');
  });
});
