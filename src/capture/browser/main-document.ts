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
   * Whether the first answer made a pause before it was whole and was given up: it must be asked for once more, and is then
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
  /** Counts up while anything arrives for the page. */
  readonly receivedBytes: () => number;
  /** Take a first answer that pauses after `</html>` as it is; otherwise it is awaited to its end. */
  readonly isHasty: boolean;
  readonly addressOf: (url: URL) => string | null;
}

interface Paused {
  readonly requestId: string;
  readonly frameId: string;
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

/** Starts intercepting the main frame; call before the first navigation. */
export async function watchMainDocument(options: MainDocumentOptions): Promise<MainDocument> {
  const { cdp, hops } = options;
  const { frameTree } = await cdp.send('Page.getFrameTree');
  const state = {
    latest: null as ReceivedDocument | null,
    failure: null as CaptureError | null,
    isNavigating: false,
    isReceiving: false,
    via: 'request' as Hop['via'],
    requests: 0,
    hasAnswered: false,
    hasGivenUp: false,
    isClosed: false,
    hasPaused: false,
    wantsAgain: false,
  };
  const navigations: string[] = [];
  const downloads: string[] = [];
  const refusals: { url: string; reason: string }[] = [];

  const abort = async ({ requestId }: Paused) => {
    state.isNavigating = false;
    await cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
  };

  const refuse = async (paused: Paused, error: CaptureError) => {
    if (state.latest === null) state.failure = error;
    if (refusals.length < options.maxHops) refusals.push({ url: paused.request.url, reason: error.message });
    await abort(paused);
  };

  const onRequest = async (paused: Paused) => {
    const { url } = paused.request;
    state.requests += 1;
    if (state.latest !== null && navigations.length < options.maxHops) navigations.push(url);
    if (state.requests > options.maxHops) {
      return refuse(
        paused,
        new CaptureError('too-many-redirects', `The page redirected more than ${options.maxHops} times.`),
      );
    }
    if (state.isClosed) return abort(paused);
    // Set before the name lookup: the page is waiting, so it has not settled.
    state.isNavigating = true;
    try {
      const target = options.gate.admit(url);
      await options.gate.resolve(target.hostname, portOf(target));
    } catch (error) {
      return refuse(paused, captureErrorOf(error));
    }
    await cdp.send('Fetch.continueRequest', { requestId: paused.requestId });
  };

  const onAnswer = async (paused: Paused) => {
    const status = paused.responseStatusCode ?? 0;
    const headers = (paused.responseHeaders ?? []).map(({ name, value }): [string, string] => [name, value]);
    const url = new URL(paused.request.url);
    const contact = options.addressOf(url);
    if (contact === null && !isInternalRedirect(headers)) {
      // A refusal by our own proxy, not an answer of the portal.
      return abort(paused);
    }
    url.hash = '';
    const location = redirects.includes(status) ? headerValue(headers, 'location') : null;
    const leadsTo = location === null ? null : URL.parse(location, url.href);
    hops.push({
      url: url.href,
      status,
      address: contact,
      via: state.via,
      certificate: null,
      ...(leadsTo === null ? {} : { leadsTo: leadsTo.href }),
    });
    const leadsOn = location !== null;
    state.via = leadsOn ? 'location' : 'script';
    if (leadsOn) return void (await cdp.send('Fetch.continueRequest', { requestId: paused.requestId }));
    if (state.latest !== null && !isShownType(headers)) {
      downloads.push(url.href);
      return abort(paused);
    }
    state.hasAnswered = true;
    state.isReceiving = true;
    const { stream } = await cdp.send('Fetch.takeResponseBodyAsStream', { requestId: paused.requestId });
    const isHasty = options.isHasty && state.latest === null && !state.hasPaused;
    const { paused: hasPaused, ...body } = await readStream(cdp, stream, {
      cap: options.bodyCap,
      timeoutMs: options.bodyMs(),
      cut: () => options.cut(url),
      receivedBytes: isHasty ? options.receivedBytes : null,
    });
    state.isReceiving = false;
    if (hasPaused) {
      Object.assign(state, { hasPaused, wantsAgain: true, hasAnswered: false, requests: 0, via: 'request' });
      hops.splice(0);
      return abort(paused);
    }
    if (state.latest === null && isUndecodable(body, headers)) {
      state.failure = new CaptureError('bad-response', 'The answer could not be decompressed.');
      return abort(paused);
    }
    state.latest = { url: url.href, status, headers, body: markIfTruncated(body, headers) };
    await deliver(cdp, paused, state.latest);
  };

  cdp.on('Page.frameRequestedNavigation', ({ frameId, reason, url }) => {
    if (frameId !== frameTree.frame.id) return;
    state.via = /refresh/i.test(reason) ? 'refresh' : 'script';
    const isFetched = /^https?:/i.test(url);
    if (!isFetched && navigations.length < options.maxHops) navigations.push(url.slice(0, 2_000));
  });
  cdp.on('Fetch.requestPaused', (paused) => {
    void answerPause(paused).catch(() => {
      // The page or browser is gone.
      state.isNavigating = false;
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
  const answerPause = async (paused: Paused) => {
    const isAnswer = paused.responseStatusCode !== undefined;
    if (paused.frameId !== frameTree.frame.id || paused.responseErrorReason !== undefined) {
      if (paused.responseErrorReason !== undefined && paused.frameId === frameTree.frame.id) state.isNavigating = false;
      await cdp.send('Fetch.continueRequest', { requestId: paused.requestId });
    } else await (isAnswer ? onAnswer(paused) : onRequest(paused));
  };
  await cdp.send('Fetch.enable', {
    handleAuthRequests: true,
    patterns: [
      { resourceType: 'Document', requestStage: 'Request' },
      { resourceType: 'Document', requestStage: 'Response' },
    ],
  });
  return {
    latest: () => state.latest,
    navigations,
    refusals,
    downloads,
    isReceiving: () => state.isReceiving,
    hasAnswered: () => state.hasAnswered,
    failure: () => state.failure,
    isNavigating: () => state.isNavigating,
    shown: () => {
      state.isNavigating = false;
    },
    wantsAgain: () => {
      const wanted = state.wantsAgain;
      state.wantsAgain = false;
      return wanted;
    },
    hasGivenUp: () => state.hasGivenUp,
    giveUp: (more) => {
      state.hasGivenUp ||= state.isNavigating;
      state.isNavigating = false;
      state.isClosed ||= more === 'none may';
      void cdp.send('Page.stopLoading').catch(() => {});
    },
  };
}

/**
 * Whether Chromium itself redirects to https (HSTS). No host can fake this: an answer that came over none of our
 * connections is either this one or from our proxy.
 */
function isInternalRedirect(headers: Headers): boolean {
  return headerValue(headers, 'non-authoritative-reason') !== null;
}

/** Bytes that an empty page takes in any encoding, and more. */
const emptyBytes = 100;

/** Chromium gives nothing of an encoded answer whose very beginning it can't decode. */
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
