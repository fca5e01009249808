/**
 * Records the network traffic of a page and its frames, as the browser reports it to the page's session. Answers from a
 * cache and `data:` and `blob:` addresses are not traffic.
 */
import type { CDPSession } from 'playwright';
import { trafficCaps } from '../../../core/domain/traffic.ts';
import type { Headers } from '../../../core/headers.ts';
import { mediaTypeOf } from '../../content.ts';
import type { ReceivedBody } from '../../http/body.ts';
import type { ProxySession } from '../../proxy/proxy-session.ts';
import type { TrafficRecord } from '../../traffic/traffic-record.ts';
import { fetchBodies } from './fetch-bodies.ts';
import { noteHops } from './note-hops.ts';
import { headersOf, isOfProxy, rawAnswerOf } from './raw-heads.ts';
import { type GivenAnswer, newHop, type RecordedHop, RequestList } from './recorded-request.ts';

export interface NetworkRecord {
  /** A document of the main frame, whose body the browser no longer has. */
  readonly received: (networkId: string | undefined, headers: Headers, body: ReceivedBody) => void;
  /** Fetches the other bodies from the page. @param until `performance.now()` */
  readonly fetchBodies: (until: number) => Promise<void>;
  /** Completes the record with what is known. */
  readonly finish: () => void;
}

/** Bytes of bodies that the browser retains: in total, and of one body. */
const heldBytes = trafficCaps.bytes;
const heldBytesEach = 10_000_000;

/** Starts listening; call before the first navigation. */
export async function recordNetwork(
  cdp: CDPSession,
  session: ProxySession,
  record: TrafficRecord,
): Promise<NetworkRecord> {
  const requests = new RequestList();
  listenToRequests(cdp, requests, record);
  listenToHeads(cdp, requests, record);
  listenToEnds(cdp, requests);
  await cdp.send('Network.enable', {
    maxTotalBufferSize: heldBytes,
    maxResourceBufferSize: heldBytesEach,
    maxPostDataSize: 0,
  });
  return {
    received: (networkId, headers, body) => {
      const content = record.keep(body.bytes, mediaTypeOf(headers) ?? 'application/octet-stream');
      const hop = requests.latest(networkId ?? '');
      const isKept = content !== null || body.bytes.byteLength === 0;
      if (hop !== undefined) hop.body = { content, isWhole: body.cutOff === null && isKept };
    },
    fetchBodies: (until) => fetchBodies(cdp, requests, record, until),
    finish: () => noteHops(requests, session),
  };
}

function listenToRequests(cdp: CDPSession, requests: RequestList, record: TrafficRecord): void {
  cdp.on('Network.requestWillBeSent', (event) => {
    const { requestId, request, type = 'Other', redirectResponse, redirectHasExtraInfo } = event;
    const before = requests.latest(requestId);
    if (before !== undefined && redirectResponse !== undefined) {
      before.answer = answerOf(redirectResponse, redirectHasExtraInfo, record);
      before.recorded.ended();
    }
    const { url, method } = request;
    const isTraffic = /^https?:/i.test(url);
    const recorded = isTraffic ? record.begin({ url, method, type: type.toLowerCase() }) : null;
    if (recorded === null) return requests.close(requestId);
    const known = requests.of(requestId);
    const isHeadKnown = known !== null && known.sent.length > known.hops.length;
    const headers = isHeadKnown ? [] : record.bounded(headersOf(request.headers));
    known?.hops.push(newHop({ recorded, url, type, headers, isHead: method === 'HEAD' }));
  });
  cdp.on('Network.responseReceived', ({ requestId, response, hasExtraInfo }) => {
    const hop = requests.latest(requestId);
    if (hop === undefined) return;
    hop.answer = answerOf(response, hasExtraInfo, record);
    if (response.fromDiskCache || response.fromServiceWorker || response.fromPrefetchCache) drop(hop);
  });
}

function listenToHeads(cdp: CDPSession, requests: RequestList, record: TrafficRecord): void {
  cdp.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers }) => {
    requests.of(requestId)?.sent.push(record.bounded(headersOf(headers)));
  });
  cdp.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode, headers, headersText }) => {
    const known = requests.of(requestId);
    // Our own proxy asks for its password once; the request is then sent again.
    if (isOfProxy(statusCode, headers)) known?.sent.pop();
    else {
      const raw = rawAnswerOf(statusCode, headers, headersText);
      known?.received.push({ ...raw, headers: record.bounded(raw.headers) });
    }
  });
}

function listenToEnds(cdp: CDPSession, requests: RequestList): void {
  cdp.on('Network.requestServedFromCache', ({ requestId }) => {
    const hop = requests.latest(requestId);
    if (hop !== undefined) drop(hop);
  });
  cdp.on('Network.dataReceived', ({ requestId, dataLength }) => {
    const hop = requests.latest(requestId);
    if (hop !== undefined) hop.bytes += dataLength;
  });
  cdp.on('Network.loadingFinished', ({ requestId }) => {
    const hop = requests.latest(requestId);
    if (hop === undefined) return;
    hop.isOver = true;
    hop.recorded.ended();
  });
  cdp.on('Network.loadingFailed', ({ requestId, errorText }) => {
    const hop = requests.latest(requestId);
    if (hop === undefined) return;
    hop.failure = errorText;
    hop.recorded.ended();
  });
}

function drop(hop: RecordedHop): void {
  hop.isDropped = true;
  hop.recorded.dropped();
}

function answerOf(
  { status, statusText, protocol = '', mimeType, headers }: GivenAnswer,
  hasRawHead: boolean,
  record: TrafficRecord,
): RecordedHop['answer'] {
  const kept = hasRawHead ? [] : record.bounded(headersOf(headers));
  return { status, statusText, protocol, mediaType: mimeType, headers: kept, hasRawHead };
}
