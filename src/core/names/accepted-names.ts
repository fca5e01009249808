/**
 * What is known of the names of a host: learned from several looks, widened by later clean ones with what lies near,
 * changed wholly only by people. Plain JSON, bounded.
 */
import type { Verdict } from '../model.ts';
import type { NameLook, RecordType } from './name-look.ts';

/** A value that was seen, and when. `times` counts looks. */
export interface Accepted {
  readonly value: string;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  readonly times: number;
}

/** What is known of the certificates that the host showed. */
export interface AcceptedTls {
  /** SHA-256 of public keys. */
  readonly keys: readonly Accepted[];
  /** Organisations that signed (`issuerOf`). */
  readonly issuers: readonly Accepted[];
  /** Verification errors that are the portal's own; the empty string where the chain was valid. */
  readonly errors: readonly Accepted[];
}

/** What the registry said. */
export interface AcceptedRegistration {
  readonly registrars: readonly Accepted[];
  readonly nameServers: readonly Accepted[];
  readonly statuses: readonly Accepted[];
  readonly registeredAt: number | null;
  readonly expiresAt: number | null;
}

/** Expiry warnings that were given, in days, of one date; another date starts anew. */
export interface Warned {
  readonly expiresAt: number;
  readonly days: readonly number[];
}

export interface AcceptedNames {
  readonly format: 1;
  /** Looks that were learned from, later clean ones included. */
  readonly looks: number;
  readonly learnedAt: number;
  /** Values by record type, of all resolvers together. */
  readonly records: Readonly<Partial<Record<RecordType, readonly Accepted[]>>>;
  /** Networks (/24, /48) of accepted addresses. */
  readonly networks: readonly Accepted[];
  /** `RESOLVER TYPE STATUS`: how single resolvers usually fail. */
  readonly peculiarities: readonly Accepted[];
  /** Null as long as no certificate was seen. */
  readonly tls: AcceptedTls | null;
  /** Null as long as no registry answered. */
  readonly registration: AcceptedRegistration | null;
  /** `LIST ENTRY` of block lists that named the host when it was learned. */
  readonly listings: readonly Accepted[];
  /** Registrable domains to which the spellings of the site's address may lead. */
  readonly finalDomains: readonly Accepted[];
  readonly warned: { readonly certificate: Warned | null; readonly registration: Warned | null };
}

/** Takes everything in: while learning, and when people approve what stands there now. */
export declare function learnNames(previous: AcceptedNames | null, look: NameLook, at: number): AcceptedNames;

/**
 * What a look adds by itself: last-seen times, near values and rotation, never what is far. The same object when the
 * verdict was not good enough to learn from.
 */
export declare function refineNames(
  accepted: AcceptedNames,
  look: NameLook,
  verdict: Verdict,
  at: number,
): AcceptedNames;
