/** Name looks in short notation: the common answers, and who answers differently. */
import type { CaptureFailureKind, Certificate, Hop } from '../../src/core/domain/capture.ts';
import type {
  AnswerStatus,
  ListingLook,
  NameLook,
  RecordAnswer,
  RecordType,
  RegistrationLook,
  ResolverLook,
  RouteLook,
} from '../../src/core/names/name-look.ts';

export const dayMs = 86_400_000;
/** 1 November 2026, 00:00 UTC. */
export const start = 1_793_491_200_000;
export const host = 'anphu.binhgiang.gov.vn';

type Values = Readonly<Partial<Record<RecordType, readonly string[] | AnswerStatus>>>;

/** Records, or how the server fails. */
export type Answers = Values | AnswerStatus;

export interface CertificateWish {
  readonly key?: string;
  readonly issuer?: string;
  readonly error?: string | null;
  readonly validFrom?: number;
  readonly validTo?: number;
  /** IP address that presented it; defaults to the name's first address, null when unknown. */
  readonly address?: string | null;
  /** Why there is none. */
  readonly failure?: CaptureFailureKind;
}

export interface NamesWish {
  readonly at?: number;
  readonly records?: Values;
  /** By resolver, besides `system`, `192.0.2.53` and the zone's `ns1.dns.example`. */
  readonly only?: Readonly<Record<string, Answers>>;
  /** Null: not queried. */
  readonly tls?: CertificateWish | null;
  readonly registration?: Partial<RegistrationLook> | null;
  readonly listings?: readonly ListingLook[] | null;
  /** Where a spelling of the address leads. */
  readonly routes?: Readonly<Record<string, string>> | null;
}

const resolvers = ['system', '192.0.2.53', 'ns1.dns.example'];

/** The portal on an ordinary day. */
const usualRecords: Values = {
  A: ['192.0.2.10'],
  NS: ['ns1.dns.example', 'ns2.dns.example'],
  MX: ['10 mail.binhgiang.gov.vn'],
  SOA: ['ns1.dns.example hostmaster.dns.example'],
  CAA: ['0 issue letsencrypt.org'],
};

function certificate(wish: CertificateWish = {}): Certificate {
  const { key = 'key-1', issuer = "C=US, O=Let's Encrypt, CN=R10", error = null } = wish;
  const { validFrom = start - 20 * dayMs, validTo = start + 70 * dayMs } = wish;
  return {
    subject: `CN=${host}`,
    issuer,
    names: [host],
    validFrom,
    validTo,
    fingerprint: `leaf-of-${key}-${validTo}`,
    key,
    chain: [`leaf-of-${key}-${validTo}`],
    protocol: 'TLSv1.3',
    error,
  };
}

function registration(wish: Partial<RegistrationLook> = {}): RegistrationLook {
  return {
    domain: 'binhgiang.gov.vn',
    status: 'answered',
    reason: null,
    statuses: ['client transfer prohibited'],
    registrar: 'Nhà đăng ký Bình Giang',
    nameServers: ['ns1.dns.example', 'ns2.dns.example'],
    registeredAt: start - 4_000 * dayMs,
    expiresAt: start + 400 * dayMs,
    changedAt: null,
    ...wish,
  };
}

export function nameLook(wish: NamesWish = {}): NameLook {
  const { at = start, only = {}, listings = [], routes = {} } = wish;
  const records = { ...usualRecords, ...wish.records };
  const asked = [...new Set([...resolvers, ...Object.keys(only)])];
  const address = typeof records.A === 'object' ? (records.A[0] ?? null) : null;
  return {
    at,
    host,
    port: 443,
    zone: 'binhgiang.gov.vn',
    resolvers: asked.map((resolver) => resolverLook(resolver, records, only[resolver])),
    tls: wish.tls === null ? null : tlsLook(wish.tls ?? {}, address),
    registration: wish.registration === null ? null : registration(wish.registration),
    listings,
    routes: routes === null ? null : Object.entries(routes).map(([url, to]) => routeLook(url, to)),
    durationMs: 40,
  };
}

function tlsLook(wish: CertificateWish, address: string | null): NameLook['tls'] {
  const { failure = null } = wish;
  const shownAt = wish.address === undefined ? address : wish.address;
  return { port: 443, address: shownAt, certificate: failure === null ? certificate(wish) : null, failure };
}

function resolverLook(resolver: string, records: Values, own: Answers | undefined): ResolverLook {
  const kind = resolver.startsWith('ns') ? 'zone' : 'recursive';
  const types = ['NS', 'A', 'AAAA', 'CNAME', 'MX', 'SOA', 'CAA'] as const;
  return { resolver, kind, answers: types.map((type) => answer(type, records, own)) };
}

function answer(type: RecordType, records: Values, own: Answers | undefined): RecordAnswer {
  if (typeof own === 'string') return { type, status: own, values: [], ttl: null };
  const values = own?.[type] ?? records[type] ?? [];
  if (typeof values === 'string') return { type, status: values, values: [], ttl: null };
  return { type, status: values.length === 0 ? 'no-data' : 'answered', values, ttl: 300 };
}

function routeLook(url: string, to: string): RouteLook {
  const hop = { address: '192.0.2.10', certificate: null };
  const hops: Hop[] =
    url === to
      ? [{ ...hop, url, status: 200, via: 'request' }]
      : [
          { ...hop, url, status: 301, via: 'request', leadsTo: to },
          { ...hop, url: to, status: 200, via: 'location' },
        ];
  return { url, hops, finalUrl: to, status: 200, failure: null };
}

/** Every server gives the same answer for the host, or fails the same way. */
export function everybody(answers: Answers): Readonly<Record<string, Answers>> {
  return Object.fromEntries(resolvers.map((resolver) => [resolver, answers]));
}
