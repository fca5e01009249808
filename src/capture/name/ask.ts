/**
 * Sends one query to one server: over UDP from its own port, over TCP if the answer was truncated or may be forged.
 * Node's own resolver is unsuitable: it follows aliases where the owner of a record matters, hides whether a server is
 * authoritative, and shortens the timeout by the duration of earlier answers, so that slow answers among fast ones are
 * lost.
 */
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { encode, streamEncode } from 'dns-packet';
import type { NameServerMessage, NoAnswer } from '../../core/readers.ts';
import type { Endpoint } from './name-server.ts';
import { type Query, type Question, queryFor } from './query.ts';

export type Failure = 'timed-out' | 'unreachable' | 'server-failure';

/** A message as received, with the query that it must answer. */
export type ReceivedMessage = Omit<NameServerMessage, 'kind'>;

export interface AskOptions<Answer extends object> {
  readonly recursive: boolean;
  readonly timeoutMs: number;
  /** Decodes in a worker thread, since a crafted message may take long to decode. Null if it can't be read. */
  readonly decode: (message: ReceivedMessage) => Promise<Answer | NoAnswer | null>;
  /** Announces room for datagrams over 512 bytes; not every server supports this. */
  readonly isExtended?: boolean;
  /** Maximum size of an answer over TCP; larger ones are rejected. */
  readonly maxBytes?: number;
}

/** Decodes a message within the time limit. */
type Decode<Answer> = (bytes: Uint8Array, over: 'udp' | 'tcp') => Promise<Answer | NoAnswer>;

/** Mismatched datagrams after which somebody is guessing and UDP is abandoned; no more than these are decoded. */
const maxStrays = 20;
/** Up to one datagram in a hundred is lost on a bad day, so the query is resent after this share of the timeout. */
const againAfter = 1 / 3;
/**
 * Maximum size of an answer over TCP. That is many times the records of a name. A message of chained pointers takes 40
 * ms to decode at this size, and 570 ms at the 64 kB that the protocol allows.
 */
const maxStreamedBytes = 16_384;

/** Never throws. Resolves within the timeout plus the time to decode an answer that arrived in time. */
export async function ask<Answer extends object>(
  endpoint: Endpoint,
  question: Question,
  options: AskOptions<Answer>,
  signal: AbortSignal,
): Promise<Answer | Failure> {
  if (signal.aborted) return 'timed-out';
  const { recursive, timeoutMs, isExtended = false, maxBytes = maxStreamedBytes } = options;
  const box = new AbortController();
  const end = () => box.abort();
  let decoding = 0;
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    if (decoding === 0) end();
  }, timeoutMs);
  signal.addEventListener('abort', end, { once: true });
  try {
    const query = queryFor(question, recursive, isExtended);
    const { id, name, type } = query;
    const decode: Decode<Answer> = async (bytes, over) => {
      decoding += 1;
      try {
        return (await options.decode({ bytes, over, query: { id, name, type } })) ?? 'unreadable';
      } finally {
        decoding -= 1;
        // Close only after the caller has received the answer.
        if (isLate && decoding === 0) setImmediate(end);
      }
    };
    const reply = await askOverUdp(endpoint, query, decode, timeoutMs * againAfter, box.signal);
    return reply === 'over-tcp' ? await askOverTcp(endpoint, query, decode, maxBytes, box.signal) : reply;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

function askOverUdp<Answer extends object>(
  endpoint: Endpoint,
  query: Query,
  decode: Decode<Answer>,
  againMs: number,
  signal: AbortSignal,
) {
  return new Promise<Answer | Failure | 'over-tcp'>((resolve) => {
    const socket = createSocket(isIPv6(endpoint.address) ? 'udp6' : 'udp4');
    const bytes = encode(query.packet);
    let received = 0;
    let strays = 0;
    let isOpen = true;
    let sawUnreadable = false;
    const finish = (reply: Answer | Failure | 'over-tcp') => {
      if (!isOpen) return;
      isOpen = false;
      clearTimeout(again);
      socket.close();
      resolve(reply);
    };
    const send = () => {
      if (isOpen) socket.send(bytes);
    };
    const again = setTimeout(send, againMs);
    const receive = (message: Answer | NoAnswer) => {
      if (message === 'stray' || message === 'unreadable') {
        sawUnreadable ||= message === 'unreadable';
        strays += 1;
        if (strays === maxStrays) finish('over-tcp');
      } else finish(message);
    };
    signal.addEventListener('abort', () => finish(sawUnreadable ? 'server-failure' : 'timed-out'), { once: true });
    socket.on('error', () => finish('unreachable'));
    socket.on('message', (datagram) => {
      // A flood is not decoded beyond the limit that decides; the rest would only queue.
      received += 1;
      if (isOpen && received <= maxStrays) decode(datagram, 'udp').then(receive, () => finish('server-failure'));
    });
    socket.on('connect', send);
    // A connected socket only receives datagrams from that address and port.
    socket.connect(endpoint.port, endpoint.address);
  });
}

function askOverTcp<Answer extends object>(
  endpoint: Endpoint,
  query: Query,
  decode: Decode<Answer>,
  maxBytes: number,
  signal: AbortSignal,
) {
  return new Promise<Answer | Failure>((resolve) => {
    if (signal.aborted) return resolve('timed-out');
    const socket = connect({ host: endpoint.address, port: endpoint.port, noDelay: true });
    let received = Buffer.alloc(0);
    let isConnected = false;
    const finish = (reply: Answer | Failure) => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(reply);
    };
    const onAbort = () => finish('timed-out');
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('error', () => finish(isConnected ? 'server-failure' : 'unreachable'));
    socket.on('end', () => finish('server-failure'));
    socket.on('connect', () => {
      isConnected = true;
      socket.write(streamEncode(query.packet));
    });
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length > maxBytes) return finish('server-failure');
      const message = streamedMessage(received);
      if (message === null) return;
      socket.removeAllListeners('data');
      socket.removeAllListeners('end');
      decode(message, 'tcp').then(
        (reply) => finish(typeof reply === 'string' ? 'server-failure' : reply),
        () => finish('server-failure'),
      );
    });
  });
}

/** The first message after its two-byte length; null until it is complete. */
function streamedMessage(received: Buffer): Buffer | null {
  const length = received.length < 2 ? 0 : received.readUInt16BE(0);
  return received.length < 2 || received.length < 2 + length ? null : received.subarray(2, 2 + length);
}
