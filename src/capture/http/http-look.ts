/** The HTTP tier: no scripts, and every redirect is followed by our own code. */
import type { SecureContext } from 'node:tls';
import type { Config } from '../../config/schema/schema.ts';
import { registrableDomain } from '../../core/address.ts';
import type { Hop } from '../../core/domain/capture.ts';
import type { Content } from '../../core/domain/content.ts';
import { type Headers, headerValue } from '../../core/headers.ts';
import { mediaTypeOf } from '../content.ts';
import { CaptureError, captureErrorOf } from '../failure.ts';
import type { OutboundGate } from '../outbound-guard.ts';
import type { PageReader } from '../page-reader.ts';
import type { ProfileLook } from '../profiles.ts';
import type { SeenPage } from '../seen-page.ts';
import type { RecordedExchange, TrafficRecord } from '../traffic/traffic-record.ts';
import { receiveBody, type TransferredBody } from './body.ts';
import { type CookieJar, createCookieJar } from './cookies.ts';
import { type Answer, type Contacted, exchange, notContacted } from './exchange.ts';
import { redirectBody } from './redirect-body.ts';

export interface HttpLookOptions {
  readonly gate: OutboundGate;
  readonly tls: SecureContext;
  readonly capture: Config['capture'];
  readonly profile: ProfileLook;
  readonly pages: PageReader;
  /** Null where the traffic is not recorded. */
  readonly record: TrafficRecord | null;
}

interface Step {
  readonly url: URL;
  readonly via: Hop['via'];
}

/** Follows redirects to the page; `hops` grows as answers arrive, so they survive a failure. Throws a `CaptureError`. */
export async function httpLook(
  startUrl: string,
  options: HttpLookOptions,
  hops: Hop[],
  signal: AbortSignal,
): Promise<SeenPage> {
  const cookies = createCookieJar();
  let step: Step = { url: options.gate.admit(startUrl), via: 'request' };
  const lane = registrableDomain(step.url.hostname);
  let page: SeenPage | null = null;
  while (hops.length <= options.capture.caps.redirects) {
    let result: { next: Step | null; page: SeenPage | null };
    try {
      result = await take(step, lane, options, cookies, hops, signal);
    } catch (error) {
      // A page that redirects to a dead address is still a page; one that redirects to something unreadable hides it.
      if (page !== null && !(error instanceof CaptureError && error.kind === 'page-broke')) return page;
      throw error;
    }
    page = result.page ?? page;
    if (result.next === null) break;
    step = result.next;
  }
  if (page !== null) return page;
  throw new CaptureError(
    'too-many-redirects',
    `The address redirects more than ${options.capture.caps.redirects} times.`,
  );
}

/** One hop: a redirect, or a page (which may redirect as well). */
async function take(
  step: Step,
  lane: string,
  options: HttpLookOptions,
  cookies: CookieJar,
  hops: Hop[],
  signal: AbortSignal,
) {
  const { record } = options;
  const seen = notContacted();
  const recorded = record?.begin({ url: step.url.href, method: 'GET', type: 'document' }) ?? null;
  const answer = await ask(step.url, options, cookies, signal, seen, recorded);
  record?.addCertificates(seen.chain);
  try {
    const { status, address, certificate } = answer;
    const location = locationTarget(answer, step.url);
    const leadsTo = location === null ? {} : { leadsTo: location };
    hops.push({ url: step.url.href, status, address, via: step.via, certificate, ...leadsTo });
    cookies.keep(
      step.url,
      answer.headers.flatMap(([name, value]) => (name.toLowerCase() === 'set-cookie' ? [value] : [])),
    );
    if (location !== null) {
      if (recorded !== null) noteAnswer(options, recorded, answer, seen, await redirectBody(answer.body));
      return { next: { url: options.gate.admit(location), via: 'location' as const }, page: null };
    }
    const { page, refreshTo, received } = await readPage(step.url, lane, answer, options);
    if (recorded !== null) noteAnswer(options, recorded, answer, seen, received, page.body);
    return { next: refreshTo === null ? null : { url: options.gate.admit(refreshTo), via: 'refresh' as const }, page };
  } finally {
    await answer.close();
  }
}

async function ask(
  url: URL,
  { gate, tls, capture, profile, record }: HttpLookOptions,
  cookies: CookieJar,
  signal: AbortSignal,
  seen: Contacted,
  recorded: RecordedExchange | null,
): Promise<Answer> {
  const { caps, timeouts } = capture;
  try {
    return await exchange(
      url,
      requestHeaders(url, profile, cookies),
      { gate, tls, firstByteMs: timeouts.firstByte, maxHeaderBytes: caps.headers },
      signal,
      seen,
    );
  } catch (error) {
    recorded?.failed(captureErrorOf(error).message);
    throw error;
  } finally {
    recorded?.sent(record?.bounded(seen.heads?.sent() ?? []) ?? []);
    recorded?.ended();
  }
}

/** @param body decoded; its hash is reused if nothing was compressed */
function noteAnswer(
  { record }: HttpLookOptions,
  recorded: RecordedExchange,
  { status, statusText, headers, address }: Answer,
  { heads }: Contacted,
  { raw, isWhole }: Pick<TransferredBody, 'raw' | 'isWhole'>,
  body?: Content,
): void {
  const known = body?.bytes === raw ? body : null;
  const kept = record?.keep(raw, mediaTypeOf(headers) ?? 'application/octet-stream', known) ?? null;
  recorded.answered({
    status,
    statusText,
    protocol: heads?.protocol() ?? 'HTTP/1.1',
    headers: record?.bounded(headers) ?? [],
    address,
    body: kept,
    form: 'transferred',
    isWhole: isWhole && (kept !== null || raw.byteLength === 0),
  });
  recorded.ended();
}

function requestHeaders(url: URL, profile: ProfileLook, cookies: CookieJar): [string, string][] {
  const cookie = cookies.headerFor(url);
  return [
    ...profile.headers
      .filter(({ secureOnly }) => !secureOnly || url.protocol === 'https:')
      .map(({ name, value }): [string, string] => [name, value]),
    ...(cookie === null ? [] : [['Cookie', cookie] satisfies [string, string]]),
  ];
}

const redirects: readonly number[] = [301, 302, 303, 307, 308];

function locationTarget(answer: { status: number; headers: Headers }, base: URL): string | null {
  if (!redirects.includes(answer.status)) return null;
  const location = headerValue(answer.headers, 'location');
  if (location === null) return null;
  const url = URL.parse(location, base.href);
  if (url === null) throw new CaptureError('bad-response', 'The answer redirects to an invalid address.');
  url.hash = '';
  return url.href;
}

async function readPage(
  { href: url }: URL,
  lane: string,
  { status, headers, body }: Answer,
  { capture, pages }: HttpLookOptions,
): Promise<{ readonly page: SeenPage; readonly refreshTo: string | null; readonly received: TransferredBody }> {
  const encodings = headers.filter(([name]) => name.toLowerCase() === 'content-encoding').map(([, value]) => value);
  const received = await receiveBody(body, encodings.join(','), capture.caps);
  const { bytes, cutOff } = received;
  const { refreshTo, ...text } = await pages.read({ url, headers, bytes }, lane, false);
  return { page: { finalUrl: url, status, headers, ...text, cutOff, rendering: null }, refreshTo, received };
}
