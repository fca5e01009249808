/** The client address, for throttles and the audit log. */
import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';
import type { Config } from '../../config/schema/schema.ts';
import type { Web } from '../web.ts';

const loopback = ['127.0.0.0/8', '::1/128'];

/** Where a listener is reached, and through which proxies. */
type Proxied = Pick<Config['web'], 'publicUrl' | 'trustedProxies'>;

/** The client of a request. */
export function remoteAddress(web: Web, context: Context): string {
  const incoming: { socket?: { remoteAddress?: string } } | undefined = context.env?.incoming;
  const forwardedFor = context.req.header('x-forwarded-for') ?? '';
  return clientAddress(incoming?.socket?.remoteAddress ?? '', forwardedFor, web.parts.config.web);
}

/**
 * The nearest address that is not one of our reverse proxies: `peer`, or read from the end of `forwardedFor` (the
 * header X-Forwarded-For, to which every proxy appends its client) as long as trusted proxies wrote it. Anything before
 * that is the client's own claim.
 */
export function clientAddress(peer: string, forwardedFor: string, web: Proxied): string {
  const proxies = [...(web.publicUrl === undefined ? [] : loopback), ...web.trustedProxies].map(rangeOf);
  const isProxy = (address: string) => {
    const parsed = ipaddr.parse(address);
    return proxies.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits));
  };
  let client = plainAddress(peer);
  for (const hop of forwardedFor.split(',').reverse()) {
    if (client === null || !isProxy(client)) break;
    const before = plainAddress(hop.trim());
    if (before === null) break;
    client = before;
  }
  return client ?? 'unknown';
}

function rangeOf(range: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (range.includes('/')) return ipaddr.parseCIDR(range);
  const address = ipaddr.process(range);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** Strips port, brackets and the IPv4-in-IPv6 prefix; null when it is not an address. */
function plainAddress(text: string): string | null {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : null;
}
