/** Converts the browser's reports on each request to its recorded hops. */
import { type Headers, headerValue } from '../../../core/headers.ts';
import { portOf } from '../../outbound-guard.ts';
import type { Contact, ProxySession } from '../../proxy/proxy-session.ts';
import { headsOfHops, type RawAnswer } from './raw-heads.ts';
import type { RecordedHop, RequestList } from './recorded-request.ts';

export function noteHops(requests: RequestList, session: ProxySession): void {
  for (const [, { hops, sent, received }] of requests.all()) {
    const hasOwn = hops.map(({ answer }) => answer?.hasRawHead ?? true);
    const heads = headsOfHops(sent, hasOwn);
    const answers = headsOfHops(received, hasOwn);
    for (const [at, hop] of hops.entries()) {
      hop.recorded.sent(heads[at] ?? hop.headers);
      noteOutcome(hop, answers[at] ?? null, contactOf(session, hop.url));
    }
  }
}

function contactOf(session: ProxySession, address: string): Contact | null {
  const url = URL.parse(address);
  return url && session.contactOf(url.hostname, portOf(url));
}

function noteOutcome(hop: RecordedHop, raw: RawAnswer | null, contact: Contact | null): void {
  const { recorded, answer, failure } = hop;
  const status = raw?.status ?? answer?.status ?? null;
  const error = contact?.error ?? null;
  if (status !== null && !isRefusal(hop, status, contact)) noteAnswer(hop, raw, status, contact?.address ?? null);
  else if (error !== null) recorded.failed(error.message);
  else if (failure !== null) recorded.failed(`The browser got no answer: ${failure.slice(0, 100)}.`);
}

/** For requests without a tunnel, our own proxy answers in place of hosts that it could not reach. */
function isRefusal({ url }: RecordedHop, status: number, contact: Contact | null): boolean {
  return status === 403 && /^http:/i.test(url) && contact?.address == null && contact?.error != null;
}

function noteAnswer({ recorded, ...hop }: RecordedHop, raw: RawAnswer | null, status: number, address: string | null) {
  const { answer, body } = hop;
  const headers = raw?.headers ?? answer?.headers ?? [];
  const [protocol, , ...reason] = raw?.statusLine?.split(' ') ?? [];
  recorded.answered({
    status,
    statusText: protocol === undefined ? (answer?.statusText ?? '') : reason.join(' '),
    protocol: protocol ?? shownProtocol(answer?.protocol ?? ''),
    headers,
    address,
    body: body?.content ?? null,
    form: 'decoded',
    isWhole: body?.isWhole ?? hasNone(hop, status, headers),
  });
}

/** Whether no body was available. */
function hasNone(
  { isHead, isOver }: Pick<RecordedHop, 'isHead' | 'isOver'>,
  status: number,
  headers: Headers,
): boolean {
  if (headerValue(headers, 'content-length')?.trim() === '0') return true;
  return isOver && (isHead || [204, 205, 304].includes(status));
}

function shownProtocol(protocol: string): string {
  return protocol.startsWith('http/') ? protocol.toUpperCase() : protocol;
}
