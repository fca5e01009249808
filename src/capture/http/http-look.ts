/** The HTTP tier: one visitor without scripts, every redirect followed by hand. */
import type { SecureContext } from 'node:tls';
import type { Config } from '../../config/schema.ts';
import type { Hop } from '../../core/model.ts';
import { decodeText } from '../charset.ts';
import { contentOf, type Headers, headerValue, isText, mediaTypeOf } from '../content.ts';
import { CaptureError } from '../failure.ts';
import type { OutboundGate } from '../outbound-guard.ts';
import type { ProfileLook } from '../profiles.ts';
import type { SeenPage } from '../seen-page.ts';
import { receiveBody } from './body.ts';
import { type CookieJar, createCookieJar } from './cookies.ts';
import { type Answer, exchange } from './exchange.ts';
import { refreshTarget } from './refresh.ts';

export interface HttpLookOptions {
  readonly gate: OutboundGate;
  readonly tls: SecureContext;
  readonly capture: Config['capture'];
  readonly profile: ProfileLook;
}

interface Step {
  readonly url: URL;
  readonly via: Hop['via'];
}

/** Follows the way to the page; `hops` grows as answers come, so that a failure keeps them. Throws a `CaptureError`. */
export async function httpLook(
  startUrl: string,
  options: HttpLookOptions,
  hops: Hop[],
  signal: AbortSignal,
): Promise<SeenPage> {
  const cookies = createCookieJar();
  let step: Step = { url: options.gate.admit(startUrl), via: 'request' };
  let page: SeenPage | null = null;
  while (hops.length <= options.capture.caps.redirects) {
    let result: { next: Step | null; page: SeenPage | null };
    try {
      result = await take(step, options, cookies, hops, signal);
    } catch (error) {
      // A page that sends its visitor somewhere dead is still a page.
      if (page !== null) return page;
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

/** One hop: an answer that leads on, or a page (that may lead on as well). */
async function take(step: Step, options: HttpLookOptions, cookies: CookieJar, hops: Hop[], signal: AbortSignal) {
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
    const page = await readPage(step.url, answer, options);
    const refresh = refreshTarget(answer.headers, page.html, step.url);
    return { next: refresh === null ? null : { url: options.gate.admit(refresh.href), via: 'refresh' as const }, page };
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
  if (url === null) throw new CaptureError('bad-response', 'The answer redirects to something that is no address.');
  url.hash = '';
  return url.href;
}

async function readPage(url: URL, answer: Answer, options: HttpLookOptions): Promise<SeenPage> {
  const encodings = answer.headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .map(([, value]) => value);
  const body = await receiveBody(answer.body, encodings.join(','), options.capture.caps);
  const decoded = isText(body.bytes, answer.headers)
    ? decodeText(body.bytes, answer.headers)
    : { text: '', charset: 'binary' };
  return {
    finalUrl: url.href,
    status: answer.status,
    headers: answer.headers,
    body: contentOf(body.bytes, mediaTypeOf(answer.headers) ?? 'application/octet-stream'),
    html: decoded.text,
    charset: decoded.charset,
    cutOff: body.cutOff,
    rendering: null,
  };
}
