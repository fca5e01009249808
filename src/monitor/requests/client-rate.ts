/**
 * Submissions per network in the last hour, in bounded memory: client addresses are personal data and are never stored.
 * A restart forgets them; the limit of the day is in the database.
 */
import ipaddr from 'ipaddr.js';

const hourMs = 3_600_000;
const mostNetworks = 10_000;
/** A household or office with IPv6 has up to this much (RFC 6177). */
const prefixBytes = 7;

export interface ClientRate {
  count(address: string, now: number): number;
  note(address: string, now: number): void;
  /** Networks in memory. */
  readonly size: () => number;
}

export function createClientRate(): ClientRate {
  const times = new Map<string, readonly number[]>();
  const recent = (network: string, now: number) =>
    (times.get(network) ?? []).filter((at) => at <= now && at > now - hourMs);
  return {
    count: (address, now) => recent(networkOf(address), now).length,
    note(address, now) {
      const network = networkOf(address);
      const noted = [...recent(network, now), now];
      // Insertion order is age: the network that was quiet longest is forgotten first.
      times.delete(network);
      times.set(network, noted);
      for (const oldest of times.keys()) {
        if (times.size <= mostNetworks) break;
        times.delete(oldest);
      }
    },
    size: () => times.size,
  };
}

/** An IPv4 address itself, the /56 of an IPv6 address; whatever is no address is one network. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toByteArray().slice(0, prefixBytes).join('.');
}
