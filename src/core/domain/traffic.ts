/**
 * The network traffic of one look: each request with its answer, as far as the caps allow. Kept as evidence, because the
 * attacker may be gone before a second look. Times are milliseconds since the epoch in UTC.
 */
import type { Headers } from '../headers.ts';
import type { Content, ContentRef } from './content.ts';

/**
 * `transferred`: byte for byte as the host sent it, still compressed. `decoded`: as the browser gave it, decompressed; a
 * WARC record then must not carry `Content-Encoding`.
 */
export type BodyForm = 'transferred' | 'decoded';

export interface ExchangeAnswer<Body> {
  readonly status: number;
  readonly statusText: string;
  /** `HTTP/1.1`, `h2`, … as negotiated. */
  readonly protocol: string;
  readonly headers: Headers;
  /** The address that answered; null where it is not known. */
  readonly address: string | null;
  /** Null for an answer without a body, or one left out by a cap. */
  readonly body: Body | null;
  readonly form: BodyForm;
  /** False when a cap, the deadline or a lost connection cut the body off. */
  readonly isWhole: boolean;
}

/** One request and what came back. A redirect is an exchange of its own. */
export interface Exchange<Body> {
  readonly url: string;
  readonly method: string;
  /** What the browser requested it as (`document`, `script`, `image` …). */
  readonly type: string;
  readonly at: number;
  readonly durationMs: number;
  readonly requestHeaders: Headers;
  readonly answer: ExchangeAnswer<Body> | null;
  /** Why there is no answer, in one English sentence; null when there is one. */
  readonly failure: string | null;
}

/** A certificate as the host sent it; DER in base64. */
export interface SentCertificate {
  /** Lower-case hexadecimal SHA-256 of the DER. */
  readonly hash: string;
  readonly der: string;
}

export interface Traffic<Body = Content> {
  readonly exchanges: readonly Exchange<Body>[];
  /** Of all hosts' chains, each once; `Certificate.chain` names them by hash. */
  readonly certificates: readonly SentCertificate[];
  /** What caps and the deadline left out: requests not recorded, and bytes of bodies and headers not kept. */
  readonly left: { readonly exchanges: number; readonly bytes: number };
}

/** Traffic with its bodies in the blob store. */
export type StoredTraffic = Traffic<ContentRef>;

export const trafficCaps = {
  /** Requests recorded per look. */
  exchanges: 300,
  /** Bytes of all bodies of one look. */
  bytes: 30_000_000,
  /** Bytes of the bodies of all looks under way together. */
  bytesTogether: 90_000_000,
  urlCharacters: 4_000,
  /** Headers of one request or answer. */
  headers: 200,
  nameCharacters: 200,
  valueCharacters: 16_000,
  /** Of all header lines of one look. */
  headerCharacters: 4_000_000,
  certificates: 100,
} as const;
