/** What surrounds a page, as seen from outside at one moment: names, certificate, registration, lists, routes. */
import type { CaptureFailureKind, Certificate, Hop } from '../domain/capture.ts';

export type RecordType = 'NS' | 'A' | 'AAAA' | 'CNAME' | 'MX' | 'SOA' | 'CAA';

/**
 * How a question ended. `lame`: the server is listed for the zone but does not answer for it. `no-data`: the name
 * exists and has no record of this type.
 */
export type AnswerStatus =
  | 'answered'
  | 'no-data'
  | 'no-such-name'
  | 'server-failure'
  | 'refused'
  | 'lame'
  | 'timed-out'
  | 'unreachable';

/** One question and its answer. A, AAAA and CNAME are asked of the host, the others of its zone. */
export interface RecordAnswer {
  readonly type: RecordType;
  readonly status: AnswerStatus;
  /**
   * Sorted, each once. Names in lower case without the final dot; addresses in their shortest form; MX `10 mx.example`;
   * SOA `PRIMARY MAILBOX` (the serial changes with every edit); CAA `0 issue letsencrypt.org`.
   */
  readonly values: readonly string[];
  /** Seconds; null where the resolver does not say. */
  readonly ttl: number | null;
}

/** What one resolver, or one of the zone's own servers, says. */
export interface ResolverLook {
  /** `system`, a configured address, or the name of the zone's server. */
  readonly resolver: string;
  readonly kind: 'recursive' | 'zone';
  readonly answers: readonly RecordAnswer[];
}

/** The certificate that the host shows on its own port, and at which address. */
export interface TlsLook {
  readonly port: number;
  readonly address: string | null;
  readonly certificate: Certificate | null;
  /** Why there is none. */
  readonly failure: CaptureFailureKind | null;
}

/** The registry's data for the domain (RFC 9083). */
export interface RegistrationLook {
  readonly domain: string;
  /** `no-service`: the suffix has no public RDAP, e.g. `.vn`. `not-found`: the registry does not know the domain. */
  readonly status: 'answered' | 'not-found' | 'no-service' | 'failed';
  /** One English sentence without content of the answer; null when answered. */
  readonly reason: string | null;
  /** RDAP statuses (RFC 8056): `active`, `client hold`, `pending delete` … sorted. */
  readonly statuses: readonly string[];
  readonly registrar: string | null;
  readonly nameServers: readonly string[];
  readonly registeredAt: number | null;
  readonly expiresAt: number | null;
  readonly changedAt: number | null;
}

/** The answer of one block list (RFC 5782) for one address or domain. */
export interface ListingLook {
  readonly list: string;
  readonly entry: string;
  /** `unusable`: the list fails its own test entries, so its answers mean nothing. */
  readonly status: 'listed' | 'not-listed' | 'unusable' | 'failed';
  /** The list's return codes, like `127.0.0.2`. */
  readonly codes: readonly string[];
}

/** Where one variant of the site's address leads: with and without www, over http and https. */
export interface RouteLook {
  readonly url: string;
  readonly hops: readonly Hop[];
  readonly finalUrl: string | null;
  readonly status: number | null;
  readonly failure: CaptureFailureKind | null;
}

/** Parts of a look; the slower ones are requested less often. */
export type NamePart = 'records' | 'certificate' | 'registration' | 'listings' | 'routes';

/** One look at the names of a registered host. A part that was not requested is null. */
export interface NameLook {
  readonly at: number;
  /** As in `URL.hostname`. */
  readonly host: string;
  /** The port of the registered address, for the certificate. */
  readonly port: number;
  /** The nearest name at or above the host with name servers of its own; the registrable domain if none answered. */
  readonly zone: string;
  readonly resolvers: readonly ResolverLook[] | null;
  readonly tls: TlsLook | null;
  readonly registration: RegistrationLook | null;
  readonly listings: readonly ListingLook[] | null;
  readonly routes: readonly RouteLook[] | null;
  readonly durationMs: number;
}

export interface NameRequest {
  /** The site's registered address: scheme, host and port. */
  readonly url: string;
  readonly parts: readonly NamePart[];
}
