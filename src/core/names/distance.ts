/** How far an answer is from what is accepted. Computed once per look: a hostile answer holds thousands of values. */
import { registrableDomain } from '../address.ts';
import type { AcceptedNames } from './accepted-names.ts';
import type { Accepted } from './accepted-values.ts';
import { networkOf, wideNetworkOf } from './networks.ts';

/** `near`: accepted, or its neighbour. `provider`: elsewhere in the wide network of an accepted address. */
export type AddressDistance = 'near' | 'provider' | 'foreign';

/** Networks from which a host is a distributed pool rather than a server and its spare. */
const poolFrom = 8;
/** Share of answers from networks seen once: the chance that the next answer is from a new one (Good 1953). */
const restlessFrom = 0.2;

export function addressMeasure(accepted: AcceptedNames): (address: string) => AddressDistance {
  const networks = new Set(accepted.networks.map(({ value }) => value));
  const addresses = [...(accepted.records.A ?? []), ...(accepted.records.AAAA ?? [])];
  const wide = new Set(addresses.map(({ value }) => wideNetworkOf(value)));
  const inWide = isPool(accepted) ? 'near' : 'provider';
  return (address) => {
    if (networks.has(networkOf(address))) return 'near';
    return wide.has(wideNetworkOf(address)) ? inWide : 'foreign';
  };
}

export function isPool({ networks }: AcceptedNames): boolean {
  return networks.length >= poolFrom;
}

/** The host's addresses rotate over more networks than seen so far: another one says next to nothing. */
export function isRestless(accepted: AcceptedNames): boolean {
  const { networks } = accepted;
  const met = networks.reduce((sum, { times }) => sum + times, 0);
  const once = networks.filter(({ times }) => times === 1).length;
  return isPool(accepted) && once / met >= restlessFrom;
}

/**
 * The same name, or one under the registrable domain of an accepted one, such as another name server of the provider.
 */
export function nameMeasure(accepted: readonly Accepted[] | undefined): (name: string) => boolean {
  const domains = new Set((accepted ?? []).map(({ value }) => registrableDomain(nameIn(value))));
  return (name) => domains.has(registrableDomain(nameIn(name)));
}

/** The name in a record's value: MX puts its preference first, SOA the mailbox last. */
export function nameIn(value: string): string {
  const [first = '', second] = value.split(' ');
  return second !== undefined && /^\d+$/.test(first) ? second : first;
}
