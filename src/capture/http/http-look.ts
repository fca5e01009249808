/** The HTTP tier: no scripts, and every redirect is followed by our own code. */
import type { SecureContext } from 'node:tls';
import type { Config } from '../../config/schema.ts';
import { registrableDomain } from '../../core/address.ts';
import type { Hop } from '../../core/domain/capture.ts';
import { type Headers, headerValue } from '../../core/headers.ts';
import { CaptureError } from '../failure.ts';
import type { OutboundGate } from '../outbound-guard.ts';
import type { PageReader } from '../page-reader.ts';
import type { ProfileLook } from '../profiles.ts';
import type { SeenPage } from '../seen-page.ts';
import { receiveBody } from './body.ts';
import { type CookieJar, createCookieJar } from './cookies.ts';
import { type Answer, exchange } from './exchange.ts';

export interface HttpLookOptions {
  readonly gate: OutboundGate;
  readonly tls: SecureContext;
  readonly capture: Config['capture'];
  readonly profile: ProfileLook;
  readonly pages: PageReader;
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
  const { caps, timeouts } = options.capture;
  const answer = await exchange(
    step.url,
    requestHeaders(step.url, options.profile, cookies),
    { gate: options.gate, tls: options.tls, firstByteMs: timeouts.firstByte, maxHeaderBytes: caps.headers },
    signal,
  );
  try {
    const { status, address, certificate } = answer;
    const location = locationTarget(answer, step.url);
    const leadsTo = location === null ? {} : { leadsTo: location };
    hops.push({ url: step.url.href, status, address, via: step.via, certificate, ...leadsTo });
    cookies.keep(
      step.url,
      answer.headers.flatMap(([name, value]) => (name.toLowerCase() === 'set-cookie' ? [value] : [])),
    );
    if (location !== null) return { next: { url: options.gate.admit(location), via: 'location' as const }, page: null };
    const { page, refreshTo } = await readPage(step.url, lane, answer, options);
    return { next: refreshTo === null ? null : { url: options.gate.admit(refreshTo), via: 'refresh' as const }, page };
  } finally {
    await answer.close();
  }
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
): Promise<{ readonly page: SeenPage; readonly refreshTo: string | null }> {
  const encodings = headers.filter(([name]) => name.toLowerCase() === 'content-encoding').map(([, value]) => value);
  const { bytes, cutOff } = await receiveBody(body, encodings.join(','), capture.caps);
  const { refreshTo, ...text } = await pages.read({ url, headers, bytes }, lane, false);
  return { page: { finalUrl: url, status, headers, ...text, cutOff, rendering: null }, refreshTo };
}
