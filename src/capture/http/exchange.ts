/** One request and its answer over one fresh, checked connection. */
import type { Readable } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';
import { Client } from 'undici';
import type { Certificate } from '../../core/model.ts';
import type { Headers } from '../content.ts';
import { CaptureError, captureErrorOf } from '../failure.ts';
import { type OutboundGate, portOf } from '../outbound-guard.ts';
import { untilAborted } from '../until-aborted.ts';
import { certificateOf, secure } from './tls.ts';

export interface ExchangeOptions {
  readonly gate: OutboundGate;
  readonly tls: SecureContext;
  readonly firstByteMs: number;
  readonly maxHeaderBytes: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readable;
  /** The checked address that answered. */
  readonly address: string | null;
  readonly certificate: Certificate | null;
  readonly close: () => Promise<void>;
}

/** Nobody is told of it; undici would make one anew, with its stack, for each connection that is done with. */
const endOfLook = new CaptureError('connection-lost', 'The look is over.');

/** Sends a GET and resolves with the headers. Throws a `CaptureError`. */
export async function exchange(
  url: URL,
  headers: readonly (readonly [string, string])[],
  options: ExchangeOptions,
  signal: AbortSignal,
): Promise<Answer> {
  const firstByte = new AbortController();
  const end = AbortSignal.any([signal, firstByte.signal]);
  const seen: { address: string | null; certificate: Certificate | null } = { address: null, certificate: null };
  const client = new Client(url.origin, {
    allowH2: false,
    pipelining: 1,
    maxHeaderSize: options.maxHeaderBytes,
    // The library's own time-outs are off: ours lie outside of it.
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
    // A request that waits for its connection does not hear of the signal.
    const request = client.request({
      method: 'GET',
      path: url.pathname + url.search,
      headers: headers.flat(),
      responseHeaders: 'raw',
      signal: end,
    });
    const answer = await untilAborted(request, end);
    // Nobody listens between here and the reader: an unheard error would end the process.
    answer.body.on('error', () => {});
    return {
      status: answer.statusCode,
      headers: headerPairs(answer.headers),
      body: answer.body,
      ...seen,
      close: () => client.destroy(endOfLook).catch(() => {}),
    };
  } catch (error) {
    await client.destroy().catch(() => {});
    throw captureErrorOf(error);
  } finally {
    clearTimeout(timer);
  }
}

async function connected(
  url: URL,
  options: ExchangeOptions,
  seen: { address: string | null; certificate: Certificate | null },
  signal: AbortSignal,
) {
  const socket = await options.gate.connect(url.hostname, portOf(url), signal);
  seen.address = options.gate.addressOf(socket);
  if (url.protocol !== 'https:') return socket;
  const tls = await secure(socket, url.hostname, options.tls, signal);
  if (tls instanceof TLSSocket) seen.certificate = certificateOf(tls);
  return tls;
}

/** undici's `raw` form is one flat list; values are bytes that mean UTF-8 where they are valid as such. */
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
