/** Whose request it is, as throttles count it and the audit log names it. */
import ipaddr from 'ipaddr.js';
import type { Config } from '../../config/schema.ts';

const loopback = ['127.0.0.0/8', '::1/128'];

/**
 * The nearest address that is no reverse proxy of ours: `peer`, or read from the end of `forwardedFor` (the header
 * X-Forwarded-For, to which every proxy appends whom it heard from) as long as proxies did the writing. What stands
 * before that is the visitor's own word.
 */
export function visitorAddress(peer: string, forwardedFor: string, web: Config['web']): string {
  const proxies = [...(web.publicUrl === undefined ? [] : loopback), ...web.trustedProxies].map(rangeOf);
  const isProxy = (address: string) => {
    const parsed = ipaddr.parse(address);
    return proxies.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits));
  };
  let visitor = plainAddress(peer);
  for (const hop of forwardedFor.split(',').reverse()) {
    if (visitor === null || !isProxy(visitor)) break;
    const before = plainAddress(hop.trim());
    if (before === null) break;
    visitor = before;
  }
  return visitor ?? 'unknown';
}

function rangeOf(range: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (range.includes('/')) return ipaddr.parseCIDR(range);
  const address = ipaddr.process(range);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** Without a port, brackets and the prefix of IPv4 in IPv6; null when it is no address. */
function plainAddress(text: string): string | null {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : null;
}
