/**
 * Asks one server one question: over UDP from a port of its own, over TCP where the answer was cut or may be forged.
 * Node's own resolver is not used: it follows aliases where the owner of a record matters, hides whether a server
 * speaks for the zone, and shortens the time-out by what earlier answers took, so that a slow answer among quick ones
 * is lost.
 */
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { encode, streamDecode, streamEncode } from 'dns-packet';
import type { Endpoint } from './name-server.ts';
import {
  type Message,
  type Query,
  type Question,
  queryFor,
  type Received,
  readDatagram,
  readStreamed,
} from './query.ts';

export type Failure = 'timed-out' | 'unreachable' | 'server-failure';

/** The server's message, or why there is none. */
export type Reply = Message | Failure;

export interface AskOptions {
  readonly recursive: boolean;
  readonly timeoutMs: number;
}

/** Datagrams that answer something else, after which somebody is guessing and UDP is given up. */
const straysBorne = 20;
/** One datagram in a hundred is lost on a bad day: the question is sent again after this share of the time. */
const againAfter = 1 / 3;
/**
 * Bytes of an answer over TCP. Records of one name fit many times over; a message of chained pointers takes 40 ms to
 * decode at this size and 570 ms at the 64 kB that the protocol allows.
 */
const largestStreamed = 16_384;

/** Never throws; resolves within the time-out. */
export async function ask(
  endpoint: Endpoint,
  question: Question,
  { recursive, timeoutMs }: AskOptions,
  signal: AbortSignal,
): Promise<Reply> {
  if (signal.aborted) return 'timed-out';
  const box = new AbortController();
  const end = () => box.abort();
  const timer = setTimeout(end, timeoutMs);
  signal.addEventListener('abort', end, { once: true });
  try {
    const query = queryFor(question, recursive);
    const reply = await askOverUdp(endpoint, query, timeoutMs * againAfter, box.signal);
    return reply === 'over-tcp' ? await askOverTcp(endpoint, query, box.signal) : reply;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

function askOverUdp(endpoint: Endpoint, query: Query, againMs: number, signal: AbortSignal) {
  return new Promise<Reply | 'over-tcp'>((resolve) => {
    const socket = createSocket(isIPv6(endpoint.address) ? 'udp6' : 'udp4');
    const bytes = encode(query.packet);
    let strays = 0;
    let isOpen = true;
    let sawUnreadable = false;
    const finish = (reply: Reply | 'over-tcp') => {
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
    const receive = (received: Received) => {
      if (received === 'stray' || received === 'unreadable') {
        sawUnreadable ||= received === 'unreadable';
        strays += 1;
        if (strays === straysBorne) finish('over-tcp');
      } else finish(received);
    };
    signal.addEventListener('abort', () => finish(sawUnreadable ? 'server-failure' : 'timed-out'), { once: true });
    socket.on('error', () => finish('unreachable'));
    socket.on('message', (datagram) => {
      if (isOpen) receive(readDatagram(datagram, query));
    });
    socket.on('connect', send);
    // Connected, the system lets in datagrams of the asked address and port only.
    socket.connect(endpoint.port, endpoint.address);
  });
}

function askOverTcp(endpoint: Endpoint, query: Query, signal: AbortSignal) {
  return new Promise<Reply>((resolve) => {
    if (signal.aborted) return resolve('timed-out');
    const socket = connect({ host: endpoint.address, port: endpoint.port, noDelay: true });
    let received = Buffer.alloc(0);
    let isConnected = false;
    const finish = (reply: Reply) => {
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
      const reply = received.length > largestStreamed ? 'unreadable' : readStream(received, query);
      if (reply !== null) finish(reply === 'unreadable' ? 'server-failure' : reply);
    });
  });
}

/** Null while the message is not there as a whole. */
function readStream(received: Buffer, query: Query): Message | 'unreadable' | null {
  if (received.length < 2) return null;
  try {
    const message = streamDecode(received);
    return message === null ? null : readStreamed(message as Message, query);
  } catch {
    return 'unreadable'; // the library throws plain errors at whatever is no message
  }
}
