/** One request and its answer over a fresh, checked connection. */
import type { Readable } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';
import { Client } from 'undici';
import type { Certificate } from '../../core/domain/capture.ts';
import type { Headers } from '../../core/headers.ts';
import { CaptureError, captureErrorOf } from '../failure.ts';
import { type OutboundGate, portOf } from '../outbound-guard.ts';
import { untilAborted } from '../until-aborted.ts';
import { type Heads, recordHeads } from './heads.ts';
import { maxInformational, skipInformational, tooManyInformational } from './informational.ts';
import { certificatesOf, type SentCertificates, secure } from './tls.ts';

export interface ExchangeOptions {
  readonly gate: OutboundGate;
  readonly tls: SecureContext;
  readonly firstByteMs: number;
  readonly maxHeaderBytes: number;
  /** Sends a POST with this content; a GET when omitted. */
  readonly body?: Uint8Array;
  /** Sends nothing over a connection whose certificate is not in order. */
  readonly isVerified?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: Readable;
  /** The checked address that answered. */
  readonly address: string | null;
  readonly certificate: Certificate | null;
  readonly close: () => Promise<void>;
}

/** What is known about the connection of an exchange. */
export interface Contacted extends SentCertificates {
  address: string | null;
  /** Null before the connection is established. */
  heads: Heads | null;
}

export const notContacted = (): Contacted => ({ address: null, certificate: null, chain: [], heads: null });

/** Never seen by anyone; without it undici would create an error with a stack for every finished connection. */
const endOfLook = new CaptureError('connection-lost', 'The look is over.');

/** Sends the request and resolves with the headers. Throws a `CaptureError`. @param seen filled as the connection is made */
export async function exchange(
  url: URL,
  headers: readonly (readonly [string, string])[],
  options: ExchangeOptions,
  signal: AbortSignal,
  seen: Contacted = notContacted(),
): Promise<Answer> {
  const firstByte = new AbortController();
  const end = AbortSignal.any([signal, firstByte.signal]);
  const client = new Client(url.origin, {
    allowH2: false,
    pipelining: 1,
    maxHeaderSize: options.maxHeaderBytes,
    // undici's own timeouts are off: ours are outside the library.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (_target, callback) => {
      connected(url, options, seen, end).then(
        (socket) => callback(null, socket),
        (error: Error) => callback(error, null),
      );
    },
  });
  const onLate = () => firstByte.abort(new CaptureError('timed-out', 'The host did not answer in time.'));
  const timer = setTimeout(onLate, options.firstByteMs);
  try {
    // A request still waiting for its connection ignores the signal.
    const request = client.request({
      method: options.body === undefined ? 'GET' : 'POST',
      body: options.body ?? null,
      path: url.pathname + url.search,
      headers: headers.flat(),
      responseHeaders: 'raw',
      signal: end,
      onInfo: countInformational(firstByte),
    });
    const answer = await untilAborted(request, end);
    // No listener is attached before the reader starts: an unhandled error would crash the process.
    answer.body.on('error', () => {});
    return {
      status: answer.statusCode,
      statusText: answer.statusText,
      headers: headerPairs(answer.headers),
      body: answer.body,
      address: seen.address,
      certificate: seen.certificate,
      close: () => client.destroy(endOfLook).catch(() => {}),
    };
  } catch (error) {
    await client.destroy().catch(() => {});
    throw captureErrorOf(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Limits informational answers that a host sent before the request, which arrive before they can be filtered out. */
function countInformational(ending: AbortController): () => void {
  let answers = 0;
  return () => {
    answers += 1;
    if (answers > maxInformational) ending.abort(tooManyInformational());
  };
}

async function connected(url: URL, options: ExchangeOptions, seen: Contacted, signal: AbortSignal) {
  const socket = await options.gate.connect(url.hostname, portOf(url), signal);
  seen.address = options.gate.addressOf(socket);
  const { protocol, hostname } = url;
  const spoken = protocol === 'https:' ? await secure(socket, hostname, options.tls, signal) : socket;
  if (spoken instanceof TLSSocket) Object.assign(seen, certificatesOf(spoken));
  if (options.isVerified && spoken instanceof TLSSocket && !spoken.authorized) {
    spoken.destroy();
    throw new CaptureError('tls-failed', `The certificate is not in order: ${spoken.authorizationError}.`);
  }
  seen.heads = recordHeads(spoken);
  skipInformational(spoken);
  return spoken;
}

/** undici's `raw` form is one flat list; values are decoded as UTF-8 if valid, else as Latin-1. */
function headerPairs(raw: unknown): [string, string][] {
  if (!Array.isArray(raw)) return [];
  const text = (value: unknown) => utf8OrLatin1(Buffer.isBuffer(value) ? value : Buffer.from(String(value), 'latin1'));
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) pairs.push([text(raw[index]), text(raw[index + 1])]);
  return pairs;
}

function utf8OrLatin1(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}
