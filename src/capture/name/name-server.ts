/** Name servers and their endpoints. */
import { isInRanges, specialPurposeOf } from '../public-address.ts';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** A server to query; its endpoints are tried in turn. */
export interface NameServer {
  /** As in `ResolverLook.resolver`. */
  readonly name: string;
  readonly kind: 'recursive' | 'zone';
  readonly endpoints: readonly Endpoint[];
}

const dnsPort = 53;

/**
 * The configured recursive resolvers without duplicates; trusted as written, even if private.
 *
 * @param system the resolvers of the machine, for `system`
 */
export function recursiveServers(resolvers: readonly string[], system: readonly Endpoint[]): readonly NameServer[] {
  return [...new Set(resolvers)].map((name) => ({
    name,
    kind: 'recursive',
    endpoints: name === 'system' ? system : [endpointOf(name)],
  }));
}

/**
 * Endpoint of an authoritative server; null if it may not be queried. The zone owner controls its address, so it must be
 * public or in `exceptions` (`egress.dns`: addresses, ranges, or ADDRESS:PORT for a server on another port).
 */
export function zoneEndpoint(address: string, exceptions: readonly string[]): Endpoint | null {
  const exact = exceptions.filter(hasPort).map(endpointOf);
  const withPort = exact.find((endpoint) => endpoint.address === address);
  if (withPort !== undefined) return withPort;
  const ranges = exceptions.filter((exception) => !hasPort(exception));
  const isAllowed = specialPurposeOf(address) === null || isInRanges(address, ranges);
  return isAllowed ? { address, port: dnsPort } : null;
}

/** `203.162.4.190`, `203.162.4.190:5353`, `2001:dc8::1`, `[2001:dc8::1]:5353`; validated with the configuration. */
export function endpointOf(text: string): Endpoint {
  if (!hasPort(text)) return { address: text.replace(/^\[|\]$/g, ''), port: dnsPort };
  const colon = text.lastIndexOf(':');
  return { address: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
}

const hasPort = (text: string) => /^[^:]+:\d+$|\]:\d+$/.test(text);
