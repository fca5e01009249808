/** How a look at names differs from what is accepted; computed once and read by every detector. */
import type { Look } from '../facts/look.ts';
import type { Policy } from '../policy.ts';
import type { AcceptedNames } from './accepted-names.ts';
import { isAccepted } from './accepted-values.ts';
import { type AddressDistance, addressMeasure, isPool, isRestless, nameIn, nameMeasure } from './distance.ts';
import type { NameLook, RecordType } from './name-look.ts';
import type { NamesContext } from './names-context.ts';
import { type Departure, departureOf, isReply, repliesOf, type Voice, voicesOf } from './voices.ts';
import { certificateAt, type PageWitness, pageAt, pageWitness, type TlsWitness, tlsWitness } from './witness.ts';

/** New addresses, and the evidence for or against them. */
export interface AddressChange extends Departure {
  readonly distance: Exclude<AddressDistance, 'near'>;
  /** A previously unseen part of a server pool. */
  readonly isRotation: boolean;
  /** The host is still the same alias: its target is up to the provider, who moves customers about. */
  readonly isBehindAlias: boolean;
  readonly tls: TlsWitness;
  readonly page: PageWitness;
}

export interface NameChanges {
  readonly addresses: AddressChange | null;
  readonly aliases: Departure | null;
  readonly nameServers: Departure | null;
  readonly mailServers: Departure | null;
  /** The page now served, whatever its address. */
  readonly page: PageWitness;
}

export function nameChanges(
  context: Pick<NamesContext, 'home' | 'host'>,
  accepted: AcceptedNames,
  look: NameLook,
  page: Look | null,
  policy: Policy,
): NameChanges {
  return {
    addresses: addressesFar(context, accepted, look, page, policy),
    aliases: namesFar(look, accepted, 'CNAME'),
    nameServers: namesFar(look, accepted, 'NS'),
    mailServers: namesFar(look, accepted, 'MX'),
    page: pageWitness(page, context.home, policy),
  };
}

function addressesFar(
  { home, host }: Pick<NamesContext, 'home' | 'host'>,
  accepted: AcceptedNames,
  look: NameLook,
  page: Look | null,
  policy: Policy,
): AddressChange | null {
  const distanceOf = addressMeasure(accepted);
  const departure = departureOf(countedVoices(accepted, look, ['A', 'AAAA']), (one) => distanceOf(one) === 'near');
  if (departure === null || accepted.networks.length === 0) return null;
  const isForeign = departure.values.some((one) => distanceOf(one) === 'foreign');
  return {
    ...departure,
    ...aliasFacts(accepted, look),
    distance: isForeign && !isNewFamily(accepted, departure) ? 'foreign' : 'provider',
    tls: tlsWitness(accepted, certificateAt(look, departure.values)),
    page: pageWitness(pageAt(page, host, departure.values), home, policy),
  };
}

/** An IPv4-only host gains an IPv6 address, or the other way round. */
function isNewFamily({ records }: AcceptedNames, { isWhole, values }: Departure): boolean {
  const isV6 = (address: string): boolean => address.includes(':');
  if (isWhole) return false;
  return values.every((one) => (isV6(one) ? (records.AAAA ?? []).length === 0 : (records.A ?? []).length === 0));
}

/**
 * The servers asked, except those whose silence is nothing new: servers that usually fail, and previously unknown name
 * servers.
 */
function countedVoices(accepted: AcceptedNames, look: NameLook, types: readonly RecordType[]): Voice[] {
  const isOwnServer = nameMeasure(accepted.records.NS);
  const aliases = types.includes('A') ? repliesOf(look, ['CNAME']).filter(({ values }) => values.length > 0) : [];
  const referring = new Set(aliases.map(({ resolver }) => resolver));
  return voicesOf(look, types).filter((voice) => {
    // A zone's server that returns an alias out of its zone leaves the addresses to others.
    if (isReply(voice)) return voice.values.length > 0 || !referring.has(voice.resolver);
    const isUsual = isAccepted(accepted.peculiarities, `${voice.resolver} ${voice.status}`);
    return !isUsual && (!voice.isZone || isOwnServer(voice.resolver));
  });
}

/** Null as well where the host never had such a record: then there is nothing to compare with. */
function namesFar(look: NameLook, accepted: AcceptedNames, type: RecordType): Departure | null {
  const known = accepted.records[type] ?? [];
  // A new alias is identified by the addresses behind it.
  if (known.length === 0 && type !== 'CNAME') return null;
  return departureOf(countedVoices(accepted, look, [type]), nameMeasure(known));
}

/** What the host's known alias says of new addresses. */
export function aliasFacts(
  accepted: AcceptedNames,
  look: NameLook,
): Pick<AddressChange, 'isRotation' | 'isBehindAlias'> {
  const known = accepted.records.CNAME ?? [];
  if (known.length === 0) return { isRotation: isRestless(accepted), isBehindAlias: false };
  const isNear = nameMeasure(known);
  const replies = repliesOf(look, ['CNAME']).filter(({ values }) => values.length > 0);
  const isKept = replies.length > 0 && replies.every(({ values }) => values.every(isNear));
  return { isRotation: isKept && isPool(accepted), isBehindAlias: isKept };
}

/** The addresses are new and unproven: the key behind them is not known. */
export function isUnproven(change: AddressChange | null): change is AddressChange {
  if (change === null || change.reach === 'only-at' || change.tls === 'same-key') return false;
  return !change.isRotation || isContradicted(change);
}

/** The server at the new addresses shows what the portal never did. */
export function isContradicted({ page, tls }: AddressChange): boolean {
  return tls === 'invalid' || tls === 'other-issuer' || page === 'other';
}

/** Names in values, without preferences. */
export function namesIn(values: readonly string[]): string[] {
  return [...new Set(values.map(nameIn))].sort();
}
