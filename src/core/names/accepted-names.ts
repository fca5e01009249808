/**
 * What is known of a host's names: learned from several looks, extended by later clean ones with nearby values
 * (`refine-names.ts`), replaced only by people. Plain JSON, bounded.
 */

import type { Certificate } from '../domain/capture.ts';
import { addressDomain, wayOf } from '../judge/destinations.ts';
import { type Accepted, withSeen } from './accepted-values.ts';
import { issuerOf } from './issuer.ts';
import type { NameLook, RecordType, RegistrationLook, RouteLook } from './name-look.ts';
import { networkOf } from './networks.ts';
import { repliesOf, voicesOf } from './voices.ts';

/** What is known of the host's certificates. */
export interface AcceptedTls {
  /** SHA-256 of public keys; of whole certificates where the key can't be read. */
  readonly keys: readonly Accepted[];
  /** Issuing organisations (`issuerOf`). */
  readonly issuers: readonly Accepted[];
  /** Verification errors that are normal for the portal; the empty string where the chain was valid. */
  readonly errors: readonly Accepted[];
}

/** What the registry said. */
export interface AcceptedRegistration {
  readonly registrars: readonly Accepted[];
  readonly nameServers: readonly Accepted[];
  readonly statuses: readonly Accepted[];
  readonly registeredAt: number | null;
  readonly expiresAt: number | null;
  readonly lastSeenAt: number;
}

/** Expiry warnings already given, in days, for one date; another date starts over. */
export interface Warned {
  readonly expiresAt: number;
  readonly days: readonly number[];
}

export interface AcceptedNames {
  readonly format: 1;
  /** Looks learned from, including later clean ones; except those in which no server gave an address. */
  readonly looks: number;
  readonly learnedAt: number;
  /** Values by record type, of all resolvers together. */
  readonly records: Readonly<Partial<Record<RecordType, readonly Accepted[]>>>;
  /** Networks (/24, /48) of accepted addresses. */
  readonly networks: readonly Accepted[];
  /** `RESOLVER STATUS`: how single resolvers usually fail. */
  readonly peculiarities: readonly Accepted[];
  /** Null until a certificate was seen. */
  readonly tls: AcceptedTls | null;
  /** Null until a registry answered. */
  readonly registration: AcceptedRegistration | null;
  /** `LIST ENTRY` of block lists that named the host when it was learned. */
  readonly listings: readonly Accepted[];
  /** Registrable domains to which the variants of the site's address may lead. */
  readonly finalDomains: readonly Accepted[];
  readonly warned: { readonly certificate: Warned | null; readonly registration: Warned | null };
}

export const recordTypes: readonly RecordType[] = ['NS', 'A', 'AAAA', 'CNAME', 'MX', 'SOA', 'CAA'];

const nothing: AcceptedNames = {
  format: 1,
  looks: 0,
  learnedAt: 0,
  records: {},
  networks: [],
  peculiarities: [],
  tls: null,
  registration: null,
  listings: [],
  finalDomains: [],
  warned: { certificate: null, registration: null },
};

/** Accepts everything: while learning, and when people approve the current state. */
export function learnNames(previous: AcceptedNames | null, look: NameLook, at: number): AcceptedNames {
  const before = previous ?? { ...nothing, learnedAt: at };
  const records = Object.fromEntries(
    recordTypes.map((type) => [type, withSeen(before.records[type] ?? [], reportedValues(look, type), at)]),
  );
  const addresses = [...reportedValues(look, 'A'), ...reportedValues(look, 'AAAA')];
  const { certificate = null } = look.tls ?? {};
  return {
    ...before,
    looks: before.looks + (isInformative(look) ? 1 : 0),
    records,
    networks: withSeen(before.networks, addresses.map(networkOf), at),
    peculiarities: withSeen(before.peculiarities, failuresIn(look), at),
    tls: certificate === null ? before.tls : learnCertificate(before.tls, certificate, at),
    registration: learnRegistration(before.registration, look.registration, at),
    listings: withSeen(before.listings, listedIn(look), at),
    finalDomains: withSeen(before.finalDomains, (look.routes ?? []).flatMap(domainsOf), at),
  };
}

/** A host that is itself an address needs no lookup. */
function isInformative(look: NameLook): boolean {
  const isAsked = (look.resolvers ?? []).length > 0;
  return !isAsked || [...reportedValues(look, 'A'), ...reportedValues(look, 'AAAA')].length > 0;
}

/** Values returned by servers that answered. */
export function reportedValues(look: NameLook, type: RecordType): string[] {
  return [...new Set(repliesOf(look, [type]).flatMap(({ values }) => values))];
}

/** How servers fail in this look: `RESOLVER STATUS`. */
export function failuresIn(look: NameLook): string[] {
  const answering = new Set(repliesOf(look, recordTypes).map(({ resolver }) => resolver));
  return voicesOf(look, recordTypes)
    .filter(({ resolver }) => !answering.has(resolver))
    .map(({ resolver, status }) => `${resolver} ${status}`);
}

function listedIn({ listings }: NameLook): string[] {
  return (listings ?? []).filter(({ status }) => status === 'listed').map(({ list, entry }) => `${list} ${entry}`);
}

/** Registrable domains on the redirect path of an address variant. */
export function domainsOf({ finalUrl, hops }: RouteLook): string[] {
  const urls = [...wayOf(hops).map(({ url }) => url), ...(finalUrl === null ? [] : [finalUrl])];
  return [...new Set(urls.map(addressDomain).filter((domain) => domain !== ''))];
}

/** Identifies a certificate's key; the certificate itself where the key cannot be read. */
export function keyOf(certificate: Certificate): string {
  return certificate.key ?? certificate.fingerprint;
}

export function learnCertificate(before: AcceptedTls | null, certificate: Certificate, at: number): AcceptedTls {
  return {
    keys: withSeen(before?.keys ?? [], [keyOf(certificate)], at),
    issuers: withSeen(before?.issuers ?? [], [issuerOf(certificate)], at),
    errors: withSeen(before?.errors ?? [], [certificate.error ?? ''], at),
  };
}

/** The registry's current data replaces the earlier: a status that ended is no longer accepted. */
function learnRegistration(
  before: AcceptedRegistration | null,
  look: RegistrationLook | null,
  at: number,
): AcceptedRegistration | null {
  if (look === null || look.status !== 'answered') return before;
  const still = (list: readonly Accepted[] | undefined, values: readonly string[]): Accepted[] =>
    withSeen(
      (list ?? []).filter(({ value }) => values.includes(value)),
      values,
      at,
    );
  return {
    registrars: withSeen(before?.registrars ?? [], look.registrar === null ? [] : [look.registrar], at),
    nameServers: withSeen(before?.nameServers ?? [], look.nameServers, at),
    statuses: still(before?.statuses, look.statuses),
    registeredAt: look.registeredAt ?? before?.registeredAt ?? null,
    expiresAt: look.expiresAt ?? before?.expiresAt ?? null,
    lastSeenAt: at,
  };
}
