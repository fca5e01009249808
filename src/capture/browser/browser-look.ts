/** The browser tier: opens one page in a fresh context behind the filtering proxy, waits until it settles, records it. */
import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserContext } from 'playwright';
import type { Breakage, CaptureRequest, Hop } from '../../core/domain/capture.ts';
import { CaptureError } from '../failure.ts';
import type { ProxySession } from '../proxy/proxy-session.ts';
import type { SeenPage } from '../seen-page.ts';
import { clickOnce } from './behaviour/click.ts';
import { contextOptions } from './context.ts';
import { createHopCertificates, type HopCertificates } from './hop-certificates.ts';
import { type LookWatch, watchPage } from './look-watch.ts';
import type { MainDocument } from './main-document.ts';
import { navigationError } from './navigation-error.ts';
import { type BrowserLookOptions, type OpenedPage, openPage } from './opened-page.ts';
import { breakageOf, PageBreak } from './page-break.ts';
import type { GuardedBrowser } from './process/browser-pool.ts';
import type { BrowserProcess } from './process/browser-process.ts';
import { type SettleOptions, settleInRealTime, settleVirtually } from './settle.ts';
import { stopPage } from './stop-page.ts';
import { takePage, takeRemains } from './take-page.ts';

/** Part of the total time reserved for screenshot, DOM and closing. */
const reserveMs = (totalMs: number) => Math.min(15_000, totalMs / 3);
/** Upper bound for closing the context and returning the result. */
const closingMs = 1_500;
const closeTimeoutMs = 3_000;
/** How long to wait for certificates after a broken look. */
const certificatesMs = 1_000;
/** How long a page being stopped may take to answer. */
const maxStopMs = 1_500;
/** How long to wait for the bodies of recorded traffic. */
const maxBodiesMs = 3_000;
/** Time left above which fetching bodies delays nothing. */
const ampleMs = 2 * maxBodiesMs;
/** Size of all resources of a page, in multiples of the body cap. */
const bodiesPerPage = 16;

/**
 * `hops` grows as answers arrive, so they survive a failure. A page that broke the browser after arriving is returned as
 * far as it was captured. Throws a `CaptureError` if there is nothing to return.
 */
export async function browserLook(
  request: CaptureRequest,
  browser: GuardedBrowser,
  options: BrowserLookOptions,
  hops: Hop[],
  signal: AbortSignal,
): Promise<SeenPage> {
  const { capture, gate } = options;
  const endBy = performance.now() + capture.timeouts.total - closingMs;
  const settleBy = endBy + closingMs - reserveMs(capture.timeouts.total);
  const session = options.proxy.open(gate, capture.caps.body * bodiesPerPage);
  const certificates = createHopCertificates(options, signal);
  const look: Look = { context: null, opened: null, broke: null };
  const seeing = see(look, request, browser, options, session, certificates, hops, { settleBy, endBy });
  seeing.catch(() => {});
  try {
    const seen = await Promise.race([seeing, browser.broken]);
    await fillCertificates(hops, certificates, look.broke !== null);
    return seen;
  } catch (error) {
    look.broke = breakageOf(error);
    if (look.broke === null) throw error;
    const remains = look.opened && (await takeRemains(look.opened, request, options, look.broke));
    if (remains === null) throw failureOf(error, look.broke, look.opened, hops);
    await fillCertificates(hops, certificates, true);
    return remains;
  } finally {
    look.opened?.network?.finish();
    session.close();
    if (look.broke !== null) browser.end(look.broke);
    else if (look.context !== null) await closeContext(look.context, browser.process);
  }
}

/** The state of a look so far. */
interface Look {
  context: BrowserContext | null;
  opened: OpenedPage | null;
  broke: Breakage | null;
}

async function see(
  look: Look,
  request: CaptureRequest,
  browser: GuardedBrowser,
  options: BrowserLookOptions,
  session: ProxySession,
  certificates: HopCertificates,
  hops: Hop[],
  { settleBy, endBy }: { readonly settleBy: number; readonly endBy: number },
): Promise<SeenPage> {
  const { capture, profile, proxy } = options;
  look.context = await browser.process.browser.newContext(contextOptions(profile, capture, proxy.server));
  const opened = await openPage(look.context, request, browser, options, session, hops, settleBy, certificates.want);
  look.opened = opened;
  const watch = watchPage(browser, opened.salvage, settleBy);
  try {
    await navigate(opened, request, options, hops, settleBy);
    const isOver = () => watch.broke() !== null;
    const isAtRest = await settle(request, { ...opened, ...opened.record, deadline: settleBy, isOver });
    const broke = isAtRest ? null : await stop(opened, watch, endBy);
    const bodies = fetchBodies(opened, broke, endBy);
    const seen = await takePage(opened, request, options, broke, endBy);
    look.broke = seen.rendering?.broke ?? null;
    if (look.broke === null) await bodies;
    return await withClick(seen, opened, request, endBy);
  } finally {
    watch.end();
  }
}

/**
 * Fetches the bodies of recorded traffic while DOM and screenshot are taken. Skipped when little time is left, for a page
 * that is being left, which delays all calls, and for a broken one, which answers none.
 */
async function fetchBodies({ network, document }: OpenedPage, broke: Breakage | null, endBy: number): Promise<void> {
  const now = performance.now();
  if (broke !== null || document.refusals.length > 0 || document.hasGivenUp() || endBy - now < ampleMs) return;
  await network?.fetchBodies(now + maxBodiesMs);
}

/** Adds what follows a click, if one was requested and the page did not break. */
async function withClick(
  seen: SeenPage,
  opened: OpenedPage,
  { click, realTime }: CaptureRequest,
  endBy: number,
): Promise<SeenPage> {
  const { behaviour, rendering } = seen;
  if (click === undefined || behaviour === undefined || rendering?.broke !== undefined) return seen;
  return { ...seen, behaviour: { ...behaviour, click: await clickOnce(opened, click, !realTime, endBy) } };
}

/** Why an aborted look has no result: blamed on the page only if something of it had arrived. */
function failureOf(error: unknown, broke: Breakage, opened: OpenedPage | null, hops: readonly Hop[]): CaptureError {
  // A navigation that fails or times out is not a break, whatever redirected there.
  const hasArrived = error instanceof PageBreak ? hops.length > 0 : opened?.document.hasAnswered();
  if (hasArrived) return error instanceof PageBreak ? error : new PageBreak(broke, { cause: error });
  if (error instanceof CaptureError && error.kind !== 'page-broke') return error;
  return new CaptureError('browser-failed', 'The browser session broke off.', { cause: error });
}

/** After a broken look, certificates are not waited for long. */
async function fillCertificates(hops: Hop[], certificates: HopCertificates, isBroken: boolean): Promise<void> {
  const all = certificates.fill(hops);
  const filled = isBroken ? await Promise.race([all, wait(certificatesMs, null, { ref: false })]) : await all;
  if (filled !== null) hops.splice(0, hops.length, ...filled);
}

async function navigate(
  opened: OpenedPage,
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
    // A page that redirects at once replaces the navigation being awaited.
    if (opened.document.latest() !== null) return;
    if (opened.document.wantsAgain()) return navigate(opened, request, options, hops, settleBy);
    throw navigationError(error, request.url, opened.document, opened.session);
  } finally {
    patience.end();
  }
}

/** Rejects if the host takes too long to answer; each hop has its own time limit. */
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

/** Whether the page settled. */
function settle({ realTime, patient = false }: CaptureRequest, options: SettleOptions): Promise<boolean> {
  return realTime ? settleInRealTime(options, patient) : settleVirtually(options);
}

/** How the page broke the look by not settling; null if it answered before being stopped. */
async function stop({ cdp, document, session }: OpenedPage, watch: LookWatch, endBy: number): Promise<Breakage | null> {
  const patienceMs = Math.min(maxStopMs, Math.max(0, endBy - performance.now()) / 6);
  const atOnce = watch.broke() !== null;
  const isAnswering = await stopPage({ cdp, document, cutOff: session.close, patienceMs, atOnce });
  return watch.broke() ?? (isAnswering ? null : 'busy');
}

/** If the context does not close, its browser is killed. */
async function closeContext(context: BrowserContext, browser: BrowserProcess): Promise<void> {
  const timer = setTimeout(browser.kill, closeTimeoutMs);
  await context.close().catch(browser.kill);
  clearTimeout(timer);
}
