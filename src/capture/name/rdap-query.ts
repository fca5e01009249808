/** One RDAP query over HTTP (RFC 7480); redirects go through the gate as well. */
import type { SecureContext } from 'node:tls';
import { headerValue } from '../../core/headers.ts';
import { mediaTypeOf } from '../content.ts';
import { CaptureError } from '../failure.ts';
import { receiveBody } from '../http/body.ts';
import { type Answer, exchange } from '../http/exchange.ts';
import type { OutboundGate } from '../outbound-guard.ts';

export interface RdapQueryOptions {
  readonly gate: OutboundGate;
  readonly tls: SecureContext;
  /** Milliseconds from request to answer headers. */
  readonly firstByteMs: number;
  readonly userAgent: string;
}

export type RdapReply = { readonly status: 'found'; readonly bytes: Uint8Array } | { readonly status: 'not-found' };

/** Answers of the largest registries are under 20 kB. */
const maxBytes = 1_000_000;
const maxHeaderBytes = 64_000;
const maxRedirects = 5;

/** Throws a `CaptureError` if there is neither an answer nor a "no such domain". */
export async function askRdap(start: string, options: RdapQueryOptions, signal: AbortSignal): Promise<RdapReply> {
  let url = options.gate.admit(start);
  for (let step = 0; step <= maxRedirects; step++) {
    const reply = await ask(url, options, signal);
    if (!(reply instanceof URL)) return reply;
    url = reply;
  }
  throw new CaptureError('too-many-redirects', `The registration service redirects more than ${maxRedirects} times.`);
}

async function ask(url: URL, options: RdapQueryOptions, signal: AbortSignal): Promise<RdapReply | URL> {
  const answer = await exchange(
    url,
    [
      ['Accept', 'application/rdap+json, application/json;q=0.9'],
      ['User-Agent', options.userAgent],
    ],
    { gate: options.gate, tls: options.tls, firstByteMs: options.firstByteMs, maxHeaderBytes },
    signal,
  );
  try {
    // Pages may be captured over a broken chain, but registration data must come over a verified connection.
    const error = answer.certificate?.error ?? null;
    if (error !== null) throw failed(`The certificate of the registration service is not trusted (${error}).`);
    if (redirects.includes(answer.status)) return redirectTarget(answer, url, options.gate);
    if (isNoSuchDomain(answer)) return { status: 'not-found' };
    if (answer.status !== 200) throw failed(`The registration service answered with status ${answer.status}.`);
    return { status: 'found', bytes: await bodyOf(answer, signal) };
  } finally {
    await answer.close();
  }
}

const redirects: readonly number[] = [301, 302, 303, 307, 308];

function redirectTarget(answer: Answer, from: URL, gate: OutboundGate): URL {
  const target = URL.parse(headerValue(answer.headers, 'location') ?? '', from.href);
  if (target === null) throw failed('The registration service redirects to an invalid address.');
  if (from.protocol === 'https:' && target.protocol !== 'https:') {
    throw new CaptureError('address-refused', 'The registration service redirects from https to an insecure address.');
  }
  target.hash = '';
  return gate.admit(target.href);
}

/** A 404 page of a web server without RDAP is not an answer of the registry. */
function isNoSuchDomain(answer: Answer): boolean {
  const mediaType = mediaTypeOf(answer.headers);
  return answer.status === 404 && (mediaType === null || /^application\/(.+\+)?json$/.test(mediaType));
}

async function bodyOf(answer: Answer, signal: AbortSignal): Promise<Uint8Array> {
  const caps = { body: maxBytes, decodedBody: maxBytes };
  const body = await receiveBody(answer.body, headerValue(answer.headers, 'content-encoding') ?? '', caps);
  if (signal.aborted) throw signal.reason;
  if (body.cutOff === 'connection-lost') throw new CaptureError('connection-lost', 'The answer broke off.');
  if (body.cutOff !== null) throw failed('The answer of the registration service is larger than the cap.');
  return body.bytes;
}

const failed = (reason: string) => new CaptureError('bad-response', reason);
