/** How far an answer lies from what is accepted. */
import { registrableDomain } from '../address.ts';
import type { AcceptedNames } from './accepted-names.ts';
import { type Accepted, isAccepted } from './accepted-values.ts';
import { networkOf, wideNetworkOf } from './networks.ts';

/** `near`: accepted, or its neighbour. `provider`: elsewhere in a wide network where an accepted address lies. */
export type AddressDistance = 'near' | 'provider' | 'foreign';

/** Networks from which a host is a pool of servers all over rather than a server and its spare. */
const poolFrom = 8;
/** Share of answers that came from networks met once: the chance that the next answer is from a new one (Good 1953). */
const restlessFrom = 0.2;

export function addressDistance(accepted: AcceptedNames, address: string): AddressDistance {
  const { networks, records } = accepted;
  if (isAccepted(networks, networkOf(address))) return 'near';
  const wide = wideNetworkOf(address);
  const known = [...(records.A ?? []), ...(records.AAAA ?? [])];
  if (!known.some(({ value }) => wideNetworkOf(value) === wide)) return 'foreign';
  return isPool(accepted) ? 'near' : 'provider';
}

export function isPool({ networks }: AcceptedNames): boolean {
  return networks.length >= poolFrom;
}

/** The host's addresses rotate over more networks than were met yet: one more says next to nothing. */
export function isRestless(accepted: AcceptedNames): boolean {
  const { networks } = accepted;
  const met = networks.reduce((sum, { times }) => sum + times, 0);
  const once = networks.filter(({ times }) => times === 1).length;
  return isPool(accepted) && once / met >= restlessFrom;
}

/** The same name, or one under the registrable domain of an accepted one: a name server more of the same provider. */
export function isNearName(accepted: readonly Accepted[] | undefined, name: string): boolean {
  if (isAccepted(accepted, name)) return true;
  const domain = registrableDomain(nameIn(name));
  return accepted?.some(({ value }) => registrableDomain(nameIn(value)) === domain) ?? false;
}

/** The name in a record's value: MX puts its preference first, SOA the mailbox last. */
export function nameIn(value: string): string {
  const [first = '', second] = value.split(' ');
  return second !== undefined && /^\d+$/.test(first) ? second : first;
}
