/** The result of a look: DOM and screenshot of a settled page, or what was taken of one before it broke the browser. */
import type { CDPSession } from 'playwright';
import { registrableDomain } from '../../core/address.ts';
import { type Behaviour, behaviourCaps } from '../../core/domain/behaviour.ts';
import type { Breakage, CaptureRequest, Rendering, ResourceRecord, Screenshot } from '../../core/domain/capture.ts';
import { isShown } from '../content.ts';
import { CaptureError } from '../failure.ts';
import type { SeenPage } from '../seen-page.ts';
import type { ReceivedDocument } from './main-document.ts';
import { type BrowserLookOptions, type OpenedPage, pictureOptions } from './opened-page.ts';
import { pageMarkup } from './page-markup.ts';
import { takePicture } from './picture.ts';
import { evaluateIn, isolatedWorld } from './scripts/isolated-world.ts';

interface Taken {
  readonly html: string;
  readonly screenshot: Screenshot | null;
  readonly broke: Breakage | null;
  /** False if the page had not settled: its screenshot is not comparable with others. */
  readonly isAtRest: boolean;
}

/** Behaviour of a page that still answers; a broken one is not queried. */
async function behaviourOf({ behaviour, document }: OpenedPage, broke: Breakage | null): Promise<Behaviour> {
  // The browser delays our calls while it believes that the page is being left.
  const isAsked = broke === null && document.refusals.length === 0 && !document.hasGivenUp();
  const done = isAsked ? await behaviour.take() : behaviour.soFar();
  behaviour.code.end();
  return done;
}

/**
 * DOM and screenshot of a settled page. If it cannot be read or painted in time, it blocked the browser, and `broke`
 * says so unless the page had broken it before.
 */
export async function takePage(
  opened: OpenedPage,
  request: CaptureRequest,
  options: BrowserLookOptions,
  broke: Breakage | null,
  deadline: number,
): Promise<SeenPage> {
  const received = opened.document.latest();
  if (received === null) throw new CaptureError('bad-response', 'The host sent no document.');
  const text = await textOf(request, received, options);
  const behaviour = await behaviourOf(opened, broke);
  const taken = await take(opened, request, received, text, options, deadline);
  return seenPage(opened, request, received, text, options, { ...taken, behaviour, broke: broke ?? taken.broke });
}

/** What was taken of a page before it broke the browser, at least what the host sent; null if nothing arrived. */
export async function takeRemains(
  opened: OpenedPage,
  request: CaptureRequest,
  options: BrowserLookOptions,
  broke: Breakage,
): Promise<SeenPage | null> {
  const received = opened.document.latest();
  // Nothing arrived either if reading the body failed before its first chunk.
  const isNothing = received === null || (received.body.cutOff !== null && received.body.bytes.byteLength === 0);
  if (isNothing) return null;
  const text = await textOf(request, received, options);
  return seenPage(opened, request, received, text, options, {
    ...remains(opened, text),
    behaviour: opened.behaviour.soFar(),
    broke,
  });
}

type ReceivedText = Pick<SeenPage, 'body' | 'html' | 'charset'>;

/** The text of the received document. */
async function textOf(
  request: CaptureRequest,
  { url, headers, body }: ReceivedDocument,
  { pages }: BrowserLookOptions,
): Promise<ReceivedText> {
  const lane = registrableDomain(new URL(request.url).hostname);
  const { html, charset, body: content } = await pages.read({ url, headers, bytes: body.bytes }, lane, true);
  return { html, charset, body: content };
}

async function take(
  opened: OpenedPage,
  request: CaptureRequest,
  received: ReceivedDocument,
  text: ReceivedText,
  options: BrowserLookOptions,
  deadline: number,
): Promise<Taken> {
  const { cdp, document } = opened;
  const { headers, body } = received;
  const wasShown = isShown(body.bytes, headers);
  const wasRedirected = document.refusals.length > 0 || document.hasGivenUp();
  // The browser delays our calls while it believes that the page is being left.
  if (wasRedirected) document.giveUp('none may');
  const now = performance.now();
  const readBy = now + (deadline - now) * readingShare;
  const maxLength = wasShown ? options.capture.caps.decodedBody : 0;
  // Retried once: a document replaced at this moment takes its isolated world with it.
  const page = await inTime(
    readBy,
    readMarkup(cdp, maxLength).catch(() => readMarkup(cdp, maxLength)),
  );
  if (page === null) return { ...remains(opened, text), broke: 'busy' };
  opened.salvage.keep(page.html);
  const paintBy = wasRedirected ? Math.min(deadline, performance.now() + redirectedPaintMs) : deadline;
  const screenshot = await inTime(paintBy, takePicture(cdp, page.world, pictureOptions(options, request)));
  const isBlank = screenshot === null && wasRedirected && (await inTime(deadline, hasNoBody(cdp, page.world))) === true;
  return { html: page.html, screenshot, broke: screenshot === null && !isBlank ? 'busy' : null, isAtRest: true };
}

/** Share of the time left for DOM and screenshot that the DOM may take. */
const readingShare = 0.6;
/** A page that redirected in its head is not parsed further, and may paint nothing. */
const redirectedPaintMs = 5_000;

async function hasNoBody(cdp: CDPSession, world: number): Promise<boolean> {
  return (await evaluateIn(cdp, world, 'document.body === null')) === true;
}

function remains({ salvage }: OpenedPage, received: ReceivedText): Omit<Taken, 'broke'> {
  return { html: salvage.html() ?? received.html ?? '', screenshot: salvage.screenshot(), isAtRest: false };
}

function renderingOf(
  { document, record }: OpenedPage,
  { realTime }: CaptureRequest,
  received: ReceivedDocument,
  { capture, rendererVersion }: BrowserLookOptions,
  { html, screenshot, broke, isAtRest }: Taken,
): Rendering {
  const wasShown = isShown(received.body.bytes, received.headers);
  const refused: ResourceRecord[] = document.refusals.map(({ url, reason }) => ({
    url,
    type: 'document',
    status: null,
    address: null,
    refused: reason,
  }));
  return {
    html,
    screenshot,
    rendererVersion: isAtRest ? rendererVersion : `${rendererVersion}; not at rest`,
    realTime,
    dialogs: record.dialogs,
    navigations: document.navigations,
    console: record.console,
    resources: [...refused, ...record.resources()].slice(0, capture.caps.resources),
    popups: [...(wasShown ? [] : [received.url]), ...document.downloads, ...record.popups],
    ...(broke === null ? {} : { broke }),
  };
}

async function readMarkup(cdp: CDPSession, maxLength: number): Promise<{ world: number; html: string }> {
  const world = await isolatedWorld(cdp);
  return { world, html: maxLength === 0 ? '' : await pageMarkup(cdp, world, maxLength) };
}

/** Null if the browser does not answer, or not in time. */
async function inTime<T>(deadline: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(1, deadline - performance.now()));
  });
  const done = work.catch(() => null);
  const result = await Promise.race([done, late]);
  clearTimeout(timer);
  return result;
}

function seenPage(
  opened: OpenedPage,
  request: CaptureRequest,
  received: ReceivedDocument,
  text: ReceivedText,
  options: BrowserLookOptions,
  taken: Taken & { readonly behaviour: Behaviour },
): SeenPage {
  const { headers, body } = received;
  const pageUrl = opened.page.url();
  return {
    finalUrl: /^https?:/.test(pageUrl) ? pageUrl : received.url,
    status: received.status,
    headers,
    ...text,
    cutOff: body.cutOff,
    rendering: renderingOf(opened, request, received, options, taken),
    behaviour: withDownloads(taken.behaviour, opened.document.downloads),
  };
}

function withDownloads(behaviour: Behaviour, downloads: readonly string[]): Behaviour {
  return {
    ...behaviour,
    downloads: [...new Set([...behaviour.downloads, ...downloads])].slice(0, behaviourCaps.addresses),
  };
}
