/** The browser tier: one page in a fresh context behind the filtering proxy, brought to rest and written down. */
import type { SecureContext } from 'node:tls';
import type { BrowserContext, CDPSession, Page } from 'playwright';
import type { Config } from '../../config/schema.ts';
import type { CaptureRequest, Hop, Rendering, ResourceRecord } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import { decodeText } from '../charset.ts';
import { contentOf, isShown, isText, mediaTypeOf } from '../content.ts';
import { CaptureError } from '../failure.ts';
import { type OutboundGate, portOf } from '../outbound-guard.ts';
import type { ProfileLook } from '../profiles.ts';
import type { FilteringProxy } from '../proxy/filtering-proxy.ts';
import type { ProxySession } from '../proxy/proxy-session.ts';
import type { SeenPage } from '../seen-page.ts';
import type { BrowserProcess } from './browser-process.ts';
import { addScripts, contextOptions, disguise, viewportOf } from './context.ts';
import { createHopCertificates } from './hop-certificates.ts';
import { isolatedWorld } from './isolated-world.ts';
import { type MainDocument, type ReceivedDocument, watchMainDocument } from './main-document.ts';
import { navigationError } from './navigation-error.ts';
import { pageMarkup } from './page-markup.ts';
import { type PageRecord, recordPage } from './page-record.ts';
import { takePicture } from './picture.ts';
import { pauseClock, settleInRealTime, settleVirtually } from './settle.ts';

export interface BrowserLookOptions {
  readonly gate: OutboundGate;
  readonly proxy: FilteringProxy;
  readonly tls: SecureContext;
  readonly capture: Config['capture'];
  readonly profile: ProfileLook;
  readonly clock: Clock;
  readonly rendererVersion: string;
}

/** Everything that belongs to one page while it is looked at. */
interface Opened {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly session: ProxySession;
  readonly document: MainDocument;
  readonly record: PageRecord;
}

/** Of the total time, what is kept for picture, DOM and closing. */
const reserveMs = (totalMs: number) => Math.min(15_000, totalMs / 3);
/** Of the time until the page must be at rest, what one body may take. */
const bodyShare = 0.7;
/** What closing the context and telling the outcome take at most. */
const closingMs = 1_500;
const closeTimeoutMs = 3_000;
/** Resources of a page together, in multiples of the cap of one body. */
const bodiesPerPage = 16;

/** `hops` grows as answers come, so that a failure keeps them. Throws a `CaptureError`, or whatever the browser throws. */
export async function browserLook(
  request: CaptureRequest,
  browser: BrowserProcess,
  options: BrowserLookOptions,
  hops: Hop[],
  signal: AbortSignal,
): Promise<SeenPage> {
  const { capture, gate } = options;
  const endBy = performance.now() + capture.timeouts.total - closingMs;
  const settleBy = endBy + closingMs - reserveMs(capture.timeouts.total);
  const session = options.proxy.open(gate, capture.caps.body * bodiesPerPage);
  const certificates = createHopCertificates(gate, options.tls, signal);
  let context: BrowserContext | null = null;
  try {
    context = await browser.browser.newContext(contextOptions(options.profile, capture, options.proxy.server));
    const opened = await openPage(
      context,
      request,
      browser.version,
      options,
      session,
      hops,
      settleBy,
      certificates.want,
    );
    await navigate(opened, request, options, hops, settleBy);
    await settle(opened, request.realTime, settleBy);
    const received = opened.document.latest();
    if (received === null) throw new CaptureError('bad-response', 'The host sent no document.');
    const rendering = await render(opened, request, received, options, endBy);
    hops.splice(0, hops.length, ...(await certificates.fill(hops)));
    return seenPage(opened.page.url(), received, rendering);
  } finally {
    session.close();
    if (context !== null) await closeContext(context, browser);
  }
}

async function openPage(
  context: BrowserContext,
  request: CaptureRequest,
  version: string,
  options: BrowserLookOptions,
  session: ProxySession,
  hops: Hop[],
  settleBy: number,
  wantCertificate: (url: URL) => void,
): Promise<Opened> {
  const { capture } = options;
  await addScripts(context, request.realTime);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  const record = recordPage(page, cdp, session, capture.caps.resources);
  await cdp.send('Page.enable');
  await disguise(cdp, options.profile, version);
  const document = await watchMainDocument({
    cdp,
    gate: options.gate,
    credentials: session,
    hops,
    maxHops: capture.caps.redirects,
    bodyCap: capture.caps.decodedBody,
    bodyMs: () => Math.max(1_000, (settleBy - performance.now()) * bodyShare),
    cut: (url) => session.cut(url.hostname, portOf(url)),
    addressOf: (url) => {
      const address = session.contactOf(url.hostname, portOf(url))?.address ?? null;
      if (address !== null) wantCertificate(url);
      return address;
    },
  });
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) document.shown();
  });
  if (!request.realTime) await pauseClock(cdp, options.clock());
  return { page, cdp, session, document, record };
}

async function navigate(
  opened: Opened,
  request: CaptureRequest,
  options: BrowserLookOptions,
  hops: readonly Hop[],
  settleBy: number,
) {
  const { timeouts } = options.capture;
  const timeout = Math.max(1, settleBy - performance.now());
  const referer = options.profile.referrer;
  const patience = answerWatch(opened.document, hops, timeouts.connect + timeouts.firstByte);
  const shown = opened.page.goto(request.url, {
    waitUntil: 'commit',
    timeout,
    ...(referer === null ? {} : { referer }),
  });
  shown.catch(() => {});
  try {
    await Promise.race([shown, patience.late]);
  } catch (error) {
    // A page that leads on at once replaces the navigation that is waited for.
    if (opened.document.latest() !== null) return;
    throw navigationError(error, request.url, opened.document, opened.session);
  } finally {
    patience.end();
  }
}

/** Rejects when the host owes an answer for too long; each hop has its own time. */
function answerWatch(document: MainDocument, hops: readonly Hop[], patienceMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    let answers = hops.length;
    let since = performance.now();
    timer = setInterval(() => {
      if (hops.length !== answers || document.isReceiving()) {
        answers = hops.length;
        since = performance.now();
      } else if (performance.now() - since > patienceMs) {
        reject(new CaptureError('timed-out', 'The host did not answer in time.'));
      }
    }, 100);
  });
  late.catch(() => {});
  return { late, end: () => clearInterval(timer) };
}

function settle(opened: Opened, realTime: boolean, deadline: number): Promise<void> {
  const { page, cdp, document, record } = opened;
  const options = { page, cdp, document, activity: record.activity, deadline };
  return realTime ? settleInRealTime(options) : settleVirtually(options);
}

async function render(
  opened: Opened,
  request: CaptureRequest,
  received: ReceivedDocument,
  options: BrowserLookOptions,
  deadline: number,
): Promise<Rendering> {
  const { cdp, document, record } = opened;
  const { capture, profile } = options;
  const viewport = viewportOf(profile, capture);
  const { headers, body } = received;
  const wasShown = isShown(body.bytes, headers);
  const wasRefused = document.refusals.length > 0;
  const patience = wasRefused ? Math.min(deadline, performance.now() + refusedMs) : deadline;
  const page = await until(patience, readMarkup(cdp, wasShown ? capture.caps.decodedBody : 0)).catch(
    (error: unknown) => {
      if (!wasRefused) throw error;
      return { world: null, html: isText(body.bytes, headers) ? decodeText(body.bytes, headers).text : '' };
    },
  );
  // A page that can be read but not painted in time is judged without a picture.
  const picture = {
    widthPx: viewport.width,
    viewportHeightPx: viewport.height,
    maxHeightPx: capture.caps.screenshotHeight,
    untilStable: request.realTime,
  };
  const screenshot =
    page.world === null ? null : await until(patience, takePicture(cdp, page.world, picture)).catch(nullWhenLate);
  const refused: ResourceRecord[] = document.refusals.map(({ url, reason }) => ({
    url,
    type: 'document',
    status: null,
    address: null,
    refused: reason,
  }));
  return {
    html: page.html,
    screenshot,
    rendererVersion: options.rendererVersion,
    realTime: request.realTime,
    dialogs: record.dialogs,
    navigations: document.navigations,
    console: record.console,
    resources: [...refused, ...record.resources()].slice(0, capture.caps.resources),
    popups: [...(wasShown ? [] : [received.url]), ...document.downloads, ...record.popups],
  };
}

/**
 * A page that led on in its head, to where our gate lets nobody go, is not parsed any further: it may answer nothing and
 * paint nothing. What was received, and where it led, is what there is to be seen.
 */
const refusedMs = 5_000;

async function readMarkup(cdp: CDPSession, maxLength: number): Promise<{ world: number; html: string }> {
  const world = await isolatedWorld(cdp);
  return { world, html: maxLength === 0 ? '' : await pageMarkup(cdp, world, maxLength) };
}

function nullWhenLate(error: unknown): null {
  if (error instanceof CaptureError && error.kind === 'timed-out') return null;
  throw error;
}

/** A page can keep the browser from answering; the look then ends as timed out. */
async function until<T>(deadline: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new CaptureError('timed-out', 'The page kept the browser busy and could not be looked at.');
    timer = setTimeout(() => reject(error), Math.max(1, deadline - performance.now()));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}

function seenPage(pageUrl: string, received: ReceivedDocument, rendering: Rendering): SeenPage {
  const { headers, body } = received;
  const decoded = isText(body.bytes, headers) ? decodeText(body.bytes, headers) : { text: '', charset: 'binary' };
  return {
    finalUrl: /^https?:/.test(pageUrl) ? pageUrl : received.url,
    status: received.status,
    headers,
    body: contentOf(body.bytes, mediaTypeOf(headers) ?? 'application/octet-stream'),
    html: decoded.text,
    charset: decoded.charset,
    cutOff: body.cutOff,
    rendering,
  };
}

/** A context that does not close takes its browser with it. */
async function closeContext(context: BrowserContext, browser: BrowserProcess): Promise<void> {
  const timer = setTimeout(browser.kill, closeTimeoutMs);
  await context.close().catch(browser.kill);
  clearTimeout(timer);
}
