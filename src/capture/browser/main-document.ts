/**
 * The main document on its way into the browser. Each request of the main frame is checked before it leaves and each
 * answer is read here, capped, before the page gets exactly the same bytes: so evidence and picture agree, and a
 * page without end can't fill the browser.
 */
import type { CDPSession } from 'playwright';
import type { Hop } from '../../core/model.ts';
import { type Headers, headerValue, isShown, isShownType } from '../content.ts';
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
  /** The newest document that arrived. */
  readonly latest: () => ReceivedDocument | null;
  /** Addresses asked for after the first answer, those refused too. */
  readonly navigations: readonly string[];
  /** Navigations of the main frame that our gate refused. */
  readonly refusals: readonly { readonly url: string; readonly reason: string }[];
  /** Answers to later navigations that a browser would save instead of showing. */
  readonly downloads: readonly string[];
  readonly isReceiving: () => boolean;
  /** Why the first address led nowhere, when it was our own doing. */
  readonly failure: () => CaptureError | null;
  /** A request of the main frame has left and its document has not been shown yet. */
  readonly isNavigating: () => boolean;
  readonly shown: () => void;
}

export interface MainDocumentOptions {
  readonly cdp: CDPSession;
  readonly gate: OutboundGate;
  /** For our own proxy; the browser keeps them for all later requests of the context. */
  readonly credentials: { readonly username: string; readonly password: string };
  readonly hops: Hop[];
  readonly maxHops: number;
  readonly bodyCap: number;
  /** Time left for one body, in milliseconds. */
  readonly bodyMs: () => number;
  /** Ends the connections to the host of an address. */
  readonly cut: (url: URL) => void;
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
/** Without a document Chromium would drop the navigation and keep the page before it. */
const withoutDocument: readonly number[] = [204, 205, 304];
/** The body is given to the browser decoded and whole, without downloads and workers. */
const dropped = /^(content-length|content-encoding|transfer-encoding|content-disposition)$/i;

/** Begins to watch the main frame; must be in place before the first navigation. */
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
  };
  const navigations: string[] = [];
  const downloads: string[] = [];
  const refusals: { url: string; reason: string }[] = [];

  const refuse = async (paused: Paused, error: CaptureError) => {
    state.isNavigating = false;
    if (state.latest === null) state.failure = error;
    if (refusals.length < options.maxHops) refusals.push({ url: paused.request.url, reason: error.message });
    await cdp.send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Aborted' });
  };

  const onRequest = async (paused: Paused) => {
    const { url } = paused.request;
    state.requests += 1;
    if (state.latest !== null && navigations.length < options.maxHops) navigations.push(url);
    if (state.requests > options.maxHops) {
      return refuse(
        paused,
        new CaptureError('too-many-redirects', `The page led on more than ${options.maxHops} times.`),
      );
    }
    // Also while the address is being looked up: the page waits, and is not done.
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
    if (contact === null && !isBrowsersOwn(headers)) {
      // Our proxy's own refusal is no answer of the portal.
      state.isNavigating = false;
      return void (await cdp.send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Aborted' }));
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
      state.isNavigating = false;
      downloads.push(url.href);
      return void (await cdp.send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Aborted' }));
    }
    state.isReceiving = true;
    const { stream } = await cdp.send('Fetch.takeResponseBodyAsStream', { requestId: paused.requestId });
    const body = await readStream(cdp, stream, options.bodyCap, options.bodyMs(), () => options.cut(url));
    state.isReceiving = false;
    state.latest = { url: url.href, status, headers, body: orCutShort(body, headers) };
    await handOver(cdp, paused, state.latest);
  };

  cdp.on('Page.frameRequestedNavigation', ({ frameId, reason, url }) => {
    if (frameId !== frameTree.frame.id) return;
    state.via = /refresh/i.test(reason) ? 'refresh' : 'script';
    const isFetched = /^https?:/i.test(url);
    if (!isFetched && navigations.length < options.maxHops) navigations.push(url.slice(0, 2_000));
  });
  cdp.on('Fetch.requestPaused', (paused) => {
    void answerPause(paused).catch(() => {
      // The page or the browser went away meanwhile.
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
    failure: () => state.failure,
    isNavigating: () => state.isNavigating,
    shown: () => {
      state.isNavigating = false;
    },
  };
}

/**
 * Chromium itself leads to https where a host is known to want nothing else. No host can pretend it: an answer that no
 * connection of ours brought is either this one or our proxy's own.
 */
function isBrowsersOwn(headers: Headers): boolean {
  return headerValue(headers, 'non-authoritative-reason') !== null;
}

/** Chromium takes less than was announced for a whole body. */
function orCutShort(body: ReceivedBody, headers: Headers): ReceivedBody {
  const announced = Number(headerValue(headers, 'content-length') ?? Number.NaN);
  const isPlain = headerValue(headers, 'content-encoding') === null;
  const isShort = isPlain && body.cutOff === null && body.bytes.byteLength < announced;
  return isShort ? { ...body, cutOff: 'connection-lost' } : body;
}

/** The protocol has no words for odd codes, and no answer at all then. */
function canBeGiven(status: number): boolean {
  return status >= 200 && status <= 599 && !withoutDocument.includes(status);
}

/** Gives the page what was received. What is neither text nor a picture is not shown at all: no viewer, no download. */
async function handOver(cdp: CDPSession, paused: Paused, received: ReceivedDocument): Promise<void> {
  const isGiven = isShown(received.body.bytes, received.headers);
  const kept = received.headers.filter(([name]) => !dropped.test(name) && (isGiven || !/^content-type$/i.test(name)));
  await cdp.send('Fetch.fulfillRequest', {
    requestId: paused.requestId,
    responseCode: canBeGiven(received.status) ? received.status : 200,
    responseHeaders: [
      ...kept.map(([name, value]) => ({ name, value })),
      ...(isGiven ? [] : [{ name: 'content-type', value: 'text/html' }]),
    ],
    body: isGiven ? Buffer.from(received.body.bytes).toString('base64') : '',
  });
}
