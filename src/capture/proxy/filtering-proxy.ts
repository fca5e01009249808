/**
 * The browser's only way out: a forward proxy on loopback that connects through the capture's own gate. Each browser
 * context has one-time credentials; without them nothing is answered, so no other process of the machine can use it.
 */
import { randomBytes } from 'node:crypto';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type OutboundGate, portOf } from '../outbound-guard.ts';
import { createProxySession, type ProxySession } from './proxy-session.ts';

export interface FilteringProxy {
  /** `http://127.0.0.1:PORT`, for the browser. */
  readonly server: string;
  /** Credentials and records for one browser context; `close` ends its connections. */
  readonly open: (gate: OutboundGate, byteBudget: number) => ProxySession;
  readonly close: () => Promise<void>;
}

interface Authority {
  readonly host: string;
  readonly port: number;
}

/** Headers that belong to one connection, never passed on. */
const hopHeaders = new Set([
  'proxy-authorization',
  'proxy-connection',
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
  'transfer-encoding',
]);

/** Chromium's own limit for answers; Node's would be 16 kB, so that a portal with many cookies could not be looked at. */
const maxHeaderSize = 262_144;

const challenge = 'Basic realm="vonggac"';

/** Starts listening; the port is the system's choice. */
export async function createFilteringProxy(): Promise<FilteringProxy> {
  const sessions = new Map<string, ProxySession>();
  const sessionOf = (request: IncomingMessage) => {
    const [, encoded = ''] = /^Basic (.+)$/i.exec(request.headers['proxy-authorization'] ?? '') ?? [];
    return sessions.get(Buffer.from(encoded, 'base64').toString('utf8'));
  };
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0, maxHeaderSize }, (request, response) => {
    const session = sessionOf(request);
    if (session) forward(request, response, session);
    else response.writeHead(407, { 'proxy-authenticate': challenge, 'content-length': 0 }).end();
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const session = sessionOf(request);
    if (session) tunnel(request, socket, head, session);
    else answerTunnel(socket, '407 Proxy Authentication Required', `Proxy-Authenticate: ${challenge}\r\n`);
  });
  server.on('upgrade', (_request, socket: Duplex) => socket.destroy());
  server.on('clientError', (_error, socket) => socket.destroy());
  const sockets = trackSockets(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: (gate, byteBudget) => {
      const username = randomBytes(16).toString('hex');
      const password = randomBytes(16).toString('hex');
      const key = `${username}:${password}`;
      const session = createProxySession({ username, password, gate, byteBudget, onClose: () => sessions.delete(key) });
      sessions.set(key, session);
      return session;
    },
    close: async () => {
      for (const session of sessions.values()) session.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function trackSockets(server: Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  return sockets;
}

/** `http://` requests, in absolute form. */
async function forward(request: IncomingMessage, response: ServerResponse, session: ProxySession): Promise<void> {
  const refuse = (status: number) => {
    if (response.headersSent) response.destroy();
    else response.writeHead(status, { 'content-length': 0, connection: 'close' }).end();
  };
  response.on('error', () => response.destroy());
  const url = URL.parse(request.url ?? '');
  if (url === null || url.protocol !== 'http:' || url.hostname === '') return refuse(400);
  const upstream = await session.connect(url.hostname, portOf(url));
  if (upstream === null) return refuse(403);
  if (response.destroyed) {
    upstream.destroy();
    return;
  }
  session.meter(upstream);
  const outgoing = httpRequest({
    createConnection: () => upstream,
    method: request.method ?? 'GET',
    path: url.pathname + url.search,
    headers: [...passedOn(request.rawHeaders), 'Connection', 'keep-alive'],
    setHost: false,
    maxHeaderSize,
  });
  outgoing.on('response', (answer) => {
    answer.on('error', () => response.destroy());
    try {
      response.writeHead(answer.statusCode ?? 502, sendable(answer.statusMessage), passedOn(answer.rawHeaders));
      answer.pipe(response);
    } catch (error) {
      outgoing.destroy(error instanceof Error ? error : undefined);
    }
  });
  outgoing.on('error', (error) => {
    if (!response.destroyed) session.note(url.hostname, portOf(url), error);
    // An aborted connection is what the browser would have seen without us.
    response.destroy();
  });
  response.on('close', () => upstream.destroy());
  request.pipe(outgoing);
}

/** Everything else: TLS and WebSocket. */
async function tunnel(request: IncomingMessage, socket: Duplex, head: Buffer, session: ProxySession): Promise<void> {
  const target = authorityOf(request.url ?? '');
  const upstream = target === null ? null : await session.connect(target.host, target.port);
  if (upstream === null) return answerTunnel(socket, '403 Forbidden', '');
  if (socket.destroyed) {
    upstream.destroy();
    return;
  }
  session.meter(upstream);
  socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
  if (head.length > 0) upstream.write(head);
  upstream.pipe(socket);
  socket.pipe(upstream);
  upstream.on('error', () => socket.destroy());
  // Not destroyed: what the host sent last may still be on its way to the browser.
  upstream.on('close', () => socket.end());
  socket.on('close', () => upstream.destroy());
}

function answerTunnel(socket: Duplex, status: string, headers: string): void {
  socket.end(`HTTP/1.1 ${status}\r\n${headers}Content-Length: 0\r\n\r\n`);
}

/** Browsers take any words beside the status, Node sends no control characters. */
function sendable(statusMessage = ''): string {
  return statusMessage.replace(/[^\t\x20-\x7e\x80-\xff]/g, '');
}

/** `host:port` in the one parser's spelling. */
function authorityOf(text: string): Authority | null {
  const match = /^(.+):(\d{1,5})$/.exec(text);
  const url = match ? URL.parse(`http://${match[1]}/`) : null;
  if (url === null || url.username !== '' || url.hostname === '' || url.port !== '') return null;
  return { host: url.hostname, port: Number(match?.[2]) };
}

function passedOn(raw: readonly string[]): string[] {
  const named = new Set(hopHeaders);
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (!named.has(name.toLowerCase())) kept.push(name, raw[index + 1] ?? '');
  }
  return kept;
}
