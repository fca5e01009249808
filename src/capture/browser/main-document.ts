/**
 * Intercepts the main document. Each request of the main frame is checked before it leaves, and each answer is read
 * here, capped, before the page gets exactly the same bytes. So evidence and screenshot agree, and an endless page can't
 * exhaust the browser.
 */
import type { CDPSession } from 'playwright';
import type { Hop } from '../../core/domain/capture.ts';
import { type Headers, headerValue } from '../../core/headers.ts';
import { isShown, isShownType } from '../content.ts';
import { CaptureError, captureErrorOf } from '../failure.ts';
import type { ReceivedBody } from '../http/body.ts';
import { type OutboundGate, portOf } from '../outbound-guard.ts';
import { readStream } from './response-stream.ts';

export interface ReceivedDocument {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: ReceivedBody;
}

export interface MainDocument {
  /** The latest document that arrived. */
  readonly latest: () => ReceivedDocument | null;
  /** Addresses requested after the first answer, including refused ones. */
  readonly navigations: readonly string[];
  /** Main-frame navigations refused by the gate. */
  readonly refusals: readonly { readonly url: string; readonly reason: string }[];
  /** Later navigations whose answer a browser would download instead of showing. */
  readonly downloads: readonly string[];
  readonly isReceiving: () => boolean;
  /** Whether the headers of a document arrived, redirects aside. */
  readonly hasAnswered: () => boolean;
  /** Why we ourselves refused the first address; null if we did not. */
  readonly failure: () => CaptureError | null;
  /** A main-frame request has been sent and its document not yet committed. */
  readonly isNavigating: () => boolean;
  readonly shown: () => void;
  /**
   * Whether the first response paused before it was complete and was given up: it must be requested again and then
   * awaited to its end.
   */
  readonly wantsAgain: () => boolean;
  /** Whether navigations were cancelled, so that the page they leave can be captured. */
  readonly hasGivenUp: () => boolean;
  /** Cancels an unanswered navigation: until then the browser delays all our calls to its page. */
  readonly giveUp: (more: 'later ones may' | 'none may') => void;
}

export interface MainDocumentOptions {
  readonly cdp: CDPSession;
  readonly gate: OutboundGate;
  /** For our own proxy; the browser reuses them for all later requests of the context. */
  readonly credentials: { readonly username: string; readonly password: string };
  readonly hops: Hop[];
  readonly maxHops: number;
  readonly bodyCap: number;
  /** Milliseconds left for one body. */
  readonly bodyMs: () => number;
  /** Closes the connections to the host of a URL. */
  readonly cut: (url: URL) => void;
  /** Increases while anything arrives for the page. */
  readonly receivedBytes: () => number;
  /** Accept a first response that pauses after `</html>`; otherwise wait for its end. */
  readonly isHasty: boolean;
  readonly addressOf: (url: URL) => string | null;
  /** Called with each document and the id of its request in the browser. */
  readonly received: (networkId: string | undefined, document: ReceivedDocument) => void;
}

interface Paused {
  readonly requestId: string;
  readonly frameId: string;
  readonly networkId?: string;
  readonly request: { readonly url: string };
  readonly responseErrorReason?: string;
  readonly responseStatusCode?: number;
  readonly responseHeaders?: readonly { readonly name: string; readonly value: string }[];
}

const redirects: readonly number[] = [301, 302, 303, 307, 308];
/** Statuses without a document: Chromium would drop the navigation and keep the previous page. */
const withoutDocument: readonly number[] = [204, 205, 304];
/** Dropped because the browser gets the body decoded and whole, and must not download it. */
const dropped = /^(content-length|content-encoding|transfer-encoding|content-disposition)$/i;

/** The main frame of one look: its options, what arrived, and what is under way. */
interface MainFrame {
  readonly options: MainDocumentOptions;
  readonly id: string;
  readonly navigations: string[];
  readonly downloads: string[];
  readonly refusals: { url: string; reason: string }[];
  latest: ReceivedDocument | null;
  failure: CaptureError | null;
  isNavigating: boolean;
  isReceiving: boolean;
  /** What caused the next request. */
  via: Hop['via'];
  requests: number;
  hasAnswered: boolean;
  hasGivenUp: boolean;
  /** All further navigations are blocked. */
  isClosed: boolean;
  hasPaused: boolean;
  wantsAgain: boolean;
}

/** Starts intercepting the main frame; call before the first navigation. */
export async function watchMainDocument(options: MainDocumentOptions): Promise<MainDocument> {
  const { cdp } = options;
  const { frameTree } = await cdp.send('Page.getFrameTree');
  const frame = newMainFrame(options, frameTree.frame.id);
  cdp.on('Page.frameRequestedNavigation', ({ frameId, reason, url }) => {
    if (frameId === frame.id) noteNavigation(frame, reason, url);
  });
  cdp.on('Fetch.requestPaused', (paused) => {
    void answerPause(frame, paused).catch(() => {
      // The page or browser is gone.
      frame.isNavigating = false;
    });
  });
  cdp.on('Fetch.authRequired', ({ requestId, authChallenge }) => {
    const { username, password } = options.credentials;
    const authChallengeResponse =
      authChallenge.source === 'Proxy'
        ? ({ response: 'ProvideCredentials', username, password } as const)
        : ({ response: 'CancelAuth' } as const);
    void cdp.send('Fetch.continueWithAuth', { requestId, authChallengeResponse }).catch(() => {});
  });
  await cdp.send('Fetch.enable', {
    handleAuthRequests: true,
    patterns: [
      { resourceType: 'Document', requestStage: 'Request' },
      { resourceType: 'Document', requestStage: 'Response' },
    ],
  });
  return shownOf(frame);
}

function newMainFrame(options: MainDocumentOptions, id: string): MainFrame {
  return {
    options,
    id,
    navigations: [],
    downloads: [],
    refusals: [],
    latest: null,
    failure: null,
    isNavigating: false,
    isReceiving: false,
    via: 'request',
    requests: 0,
    hasAnswered: false,
    hasGivenUp: false,
    isClosed: false,
    hasPaused: false,
    wantsAgain: false,
  };
}

/** The interface for the rest of the look. */
function shownOf(frame: MainFrame): MainDocument {
  return {
    latest: () => frame.latest,
    navigations: frame.navigations,
    refusals: frame.refusals,
    downloads: frame.downloads,
    isReceiving: () => frame.isReceiving,
    hasAnswered: () => frame.hasAnswered,
    failure: () => frame.failure,
    isNavigating: () => frame.isNavigating,
    shown: () => {
      frame.isNavigating = false;
    },
    wantsAgain: () => {
      const wanted = frame.wantsAgain;
      frame.wantsAgain = false;
      return wanted;
    },
    hasGivenUp: () => frame.hasGivenUp,
    giveUp: (more) => {
      frame.hasGivenUp ||= frame.isNavigating;
      frame.isNavigating = false;
      frame.isClosed ||= more === 'none may';
      void frame.options.cdp.send('Page.stopLoading').catch(() => {});
    },
  };
}

function noteNavigation(frame: MainFrame, reason: string, url: string): void {
  frame.via = /refresh/i.test(reason) ? 'refresh' : 'script';
  const isFetched = /^https?:/i.test(url);
  if (!isFetched && frame.navigations.length < frame.options.maxHops) frame.navigations.push(url.slice(0, 2_000));
}

async function answerPause(frame: MainFrame, paused: Paused): Promise<void> {
  const isMain = paused.frameId === frame.id;
  const hasFailed = paused.responseErrorReason !== undefined;
  if (isMain && !hasFailed) {
    return paused.responseStatusCode === undefined ? onRequest(frame, paused) : onAnswer(frame, paused);
  }
  if (isMain) frame.isNavigating = false;
  await letOn(frame, paused);
}

async function onRequest(frame: MainFrame, paused: Paused): Promise<void> {
  const { gate, maxHops } = frame.options;
  const { url } = paused.request;
  frame.requests += 1;
  if (frame.latest !== null && frame.navigations.length < maxHops) frame.navigations.push(url);
  if (frame.requests > maxHops) {
    const tooMany = new CaptureError('too-many-redirects', `The page redirected more than ${maxHops} times.`);
    return refuse(frame, paused, tooMany);
  }
  if (frame.isClosed) return abort(frame, paused);
  // Set before the name lookup: the page is waiting, so it has not settled.
  frame.isNavigating = true;
  try {
    const target = gate.admit(url);
    await gate.resolve(target.hostname, portOf(target));
  } catch (error) {
    return refuse(frame, paused, captureErrorOf(error));
  }
  await letOn(frame, paused);
}

async function onAnswer(frame: MainFrame, paused: Paused): Promise<void> {
  const status = paused.responseStatusCode ?? 0;
  const headers = (paused.responseHeaders ?? []).map(({ name, value }): [string, string] => [name, value]);
  const url = new URL(paused.request.url);
  const address = frame.options.addressOf(url);
  // A refusal by our own proxy, not an answer of the portal.
  if (address === null && !isInternalRedirect(headers)) return abort(frame, paused);
  url.hash = '';
  const location = redirects.includes(status) ? headerValue(headers, 'location') : null;
  const leadsTo = location === null ? null : URL.parse(location, url.href);
  const hop = { url: url.href, status, address, via: frame.via, certificate: null };
  frame.options.hops.push({ ...hop, ...(leadsTo === null ? {} : { leadsTo: leadsTo.href }) });
  frame.via = location === null ? 'script' : 'location';
  if (location !== null) return letOn(frame, paused);
  if (frame.latest !== null && !isShownType(headers)) {
    frame.downloads.push(url.href);
    return abort(frame, paused);
  }
  await receive(frame, paused, url, status, headers);
}

async function receive(frame: MainFrame, paused: Paused, url: URL, status: number, headers: Headers): Promise<void> {
  const { cdp, bodyCap, bodyMs, cut, receivedBytes, hops } = frame.options;
  frame.hasAnswered = true;
  frame.isReceiving = true;
  const { stream } = await cdp.send('Fetch.takeResponseBodyAsStream', { requestId: paused.requestId });
  const isHasty = frame.options.isHasty && frame.latest === null && !frame.hasPaused;
  const { paused: hasPaused, ...body } = await readStream(cdp, stream, {
    cap: bodyCap,
    timeoutMs: bodyMs(),
    cut: () => cut(url),
    receivedBytes: isHasty ? receivedBytes : null,
  });
  frame.isReceiving = false;
  if (hasPaused) {
    Object.assign(frame, { hasPaused, wantsAgain: true, hasAnswered: false, requests: 0, via: 'request' });
    hops.splice(0);
    return abort(frame, paused);
  }
  if (frame.latest === null && isUndecodable(body, headers)) {
    frame.failure = new CaptureError('bad-response', 'The answer could not be decompressed.');
    return abort(frame, paused);
  }
  frame.latest = { url: url.href, status, headers, body: markIfTruncated(body, headers) };
  frame.options.received(paused.networkId, frame.latest);
  await deliver(cdp, paused, frame.latest);
}

async function letOn({ options }: MainFrame, { requestId }: Paused): Promise<void> {
  await options.cdp.send('Fetch.continueRequest', { requestId });
}

async function abort(frame: MainFrame, { requestId }: Paused): Promise<void> {
  frame.isNavigating = false;
  await frame.options.cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
}

async function refuse(frame: MainFrame, paused: Paused, error: CaptureError): Promise<void> {
  if (frame.latest === null) frame.failure = error;
  if (frame.refusals.length < frame.options.maxHops) {
    frame.refusals.push({ url: paused.request.url, reason: error.message });
  }
  await abort(frame, paused);
}

/**
 * Whether Chromium itself redirects to https (HSTS). No host can fake this: an answer that came over none of our
 * connections is either this one or from our proxy.
 */
function isInternalRedirect(headers: Headers): boolean {
  return headerValue(headers, 'non-authoritative-reason') !== null;
}

/** More bytes than an empty page takes in any encoding. */
const emptyBytes = 100;

/** Chromium returns nothing of an encoded response whose beginning it cannot decode. */
function isUndecodable({ bytes, cutOff }: ReceivedBody, headers: Headers): boolean {
  if (bytes.byteLength > 0 || headerValue(headers, 'content-encoding') === null) return false;
  return cutOff === 'connection-lost' || Number(headerValue(headers, 'content-length')) > emptyBytes;
}

/** Chromium accepts a body shorter than announced as complete. */
function markIfTruncated(body: ReceivedBody, headers: Headers): ReceivedBody {
  const announced = Number(headerValue(headers, 'content-length') ?? Number.NaN);
  const isPlain = headerValue(headers, 'content-encoding') === null;
  const isShort = isPlain && body.cutOff === null && body.bytes.byteLength < announced;
  return isShort ? { ...body, cutOff: 'connection-lost' } : body;
}

/** The protocol rejects unusual status codes, and the page would get no answer at all. */
function isDeliverable(status: number): boolean {
  return status >= 200 && status <= 599 && !withoutDocument.includes(status);
}

/** Passes the document to the page. Anything but text and pictures becomes an empty page: no viewer, no download. */
async function deliver(cdp: CDPSession, paused: Paused, received: ReceivedDocument): Promise<void> {
  const isGiven = isShown(received.body.bytes, received.headers);
  const kept = received.headers.filter(([name]) => !dropped.test(name) && (isGiven || !/^content-type$/i.test(name)));
  await cdp.send('Fetch.fulfillRequest', {
    requestId: paused.requestId,
    responseCode: isDeliverable(received.status) ? received.status : 200,
    responseHeaders: [
      ...kept.map(([name, value]) => ({ name, value })),
      ...(isGiven ? [] : [{ name: 'content-type', value: 'text/html' }]),
    ],
    body: isGiven ? Buffer.from(received.body.bytes).toString('base64') : '',
  });
}
