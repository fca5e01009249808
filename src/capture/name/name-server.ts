/** Who can be asked: name servers by their addresses. */
import dns from 'node:dns';
import { isInRanges, specialPurposeOf } from '../public-address.ts';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** One asked party; its endpoints are tried in turn. */
export interface NameServer {
  /** As in `ResolverLook.resolver`. */
  readonly name: string;
  readonly kind: 'recursive' | 'zone';
  readonly endpoints: readonly Endpoint[];
}

const dnsPort = 53;
/** As many as the system's own resolver uses (MAXNS in resolv.h). */
const systemServersUsed = 3;

/** The recursive resolvers named in the configuration, each once; they are trusted as written, private or not. */
export function recursiveServers(resolvers: readonly string[]): readonly NameServer[] {
  return [...new Set(resolvers)].map((name) => ({
    name,
    kind: 'recursive',
    endpoints: name === 'system' ? dns.getServers().slice(0, systemServersUsed).map(endpointOf) : [endpointOf(name)],
  }));
}

/**
 * Where a zone's server may be asked; null where it may not. Its address comes from whoever holds the zone, so it must
 * be public or in `exceptions` (`egress.dns`: addresses, ranges, or ADDRESS:PORT for a server on another port).
 */
export function zoneEndpoint(address: string, exceptions: readonly string[]): Endpoint | null {
  const exact = exceptions.filter(hasPort).map(endpointOf);
  const withPort = exact.find((endpoint) => endpoint.address === address);
  if (withPort !== undefined) return withPort;
  const ranges = exceptions.filter((exception) => !hasPort(exception));
  const isAllowed = specialPurposeOf(address) === null || isInRanges(address, ranges);
  return isAllowed ? { address, port: dnsPort } : null;
}

/** `203.162.4.190`, `203.162.4.190:5353`, `2001:dc8::1`, `[2001:dc8::1]:5353`; checked when the configuration was read. */
function endpointOf(text: string): Endpoint {
  if (!hasPort(text)) return { address: text.replace(/^\[|\]$/g, ''), port: dnsPort };
  const colon = text.lastIndexOf(':');
  return { address: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
}

const hasPort = (text: string) => /^[^:]+:\d+$|\]:\d+$/.test(text);
