/**
 * The browser's only network access: a forward proxy on loopback that connects through the gate of the capture. Each
 * browser context has one-time credentials, without which the proxy refuses, so no other local process can use it.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { skipInformational } from '../http/informational.ts';
import { type OutboundGate, portOf } from '../outbound-guard.ts';
import { createProxySession, type ProxySession } from './proxy-session.ts';

export interface FilteringProxy {
  /** `http://127.0.0.1:PORT`, for the browser. */
  readonly server: string;
  /** Opens a session with credentials and records for one browser context; closing it closes its connections. */
  readonly open: (gate: OutboundGate, byteBudget: number) => ProxySession;
  readonly close: () => Promise<void>;
}

interface Authority {
  readonly host: string;
  readonly port: number;
}

/** Hop-by-hop headers, never forwarded. */
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

/** For requests, which carry the page's cookies and URLs; Node's default is 16 kB. */
const maxHeaderSize = 1_000_000;

const challenge = 'Basic realm="vonggac"';

/** Starts listening on a free port. */
export async function createFilteringProxy(): Promise<FilteringProxy> {
  const sessions = new Map<string, ProxySession>();
  const sessionOf = (request: IncomingMessage) => {
    const [, encoded = ''] = /^Basic (.+)$/i.exec(request.headers['proxy-authorization'] ?? '') ?? [];
    return sessions.get(Buffer.from(encoded, 'base64').toString('utf8'));
  };
  const taken = new WeakSet<Socket>();
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0, maxHeaderSize }, (request, response) => {
    const session = sessionOf(request);
    // The upstream host may still write to this connection, so it carries only one request.
    if (taken.has(request.socket)) request.socket.destroy();
    else if (session) {
      taken.add(request.socket);
      void forward(request, session);
    } else response.writeHead(407, { 'proxy-authenticate': challenge, 'content-length': 0 }).end();
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const session = sessionOf(request);
    if (session) tunnel(request, socket, head, session);
    else refuse(socket, '407 Proxy Authentication Required', `Proxy-Authenticate: ${challenge}\r\n`);
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

/**
 * `http://` requests, in absolute form. Answers are forwarded byte for byte: browsers accept what Node's parser rejects
 * (lines without CR, odd characters in header names, a duplicate length), and we must see what people see.
 */
async function forward(request: IncomingMessage, session: ProxySession): Promise<void> {
  const client = request.socket;
  const url = URL.parse(request.url ?? '');
  if (url === null || url.protocol !== 'http:' || url.hostname === '') return refuse(client, '400 Bad Request');
  const upstream = await session.connect(url.hostname, portOf(url));
  if (upstream === null) return refuse(client, '403 Forbidden');
  if (client.destroyed) {
    upstream.destroy();
    return;
  }
  skipInformational(upstream);
  session.meter(upstream);
  upstream.write(headOf(request, url), 'latin1');
  request.pipe(upstream, { end: false });
  upstream.pipe(client);
  // The browser sees an aborted connection, as it would without a proxy.
  upstream.on('error', (error) => {
    session.note(url.hostname, portOf(url), error);
    client.destroy();
  });
  upstream.on('close', () => client.end());
  client.on('close', () => upstream.destroy());
}

function headOf(request: IncomingMessage, { pathname, search }: URL): string {
  const lines = [`${request.method} ${pathname}${search} HTTP/1.1`];
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? '';
    if (!hopHeaders.has(name.toLowerCase())) lines.push(`${name}: ${request.rawHeaders[index + 1]}`);
  }
  return [...lines, 'Connection: keep-alive', '', ''].join('\r\n');
}

/** Everything else: TLS and WebSocket. */
async function tunnel(request: IncomingMessage, socket: Duplex, head: Buffer, session: ProxySession): Promise<void> {
  const target = authorityOf(request.url ?? '');
  const upstream = target === null ? null : await session.connect(target.host, target.port);
  if (upstream === null) return refuse(socket, '403 Forbidden');
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
  // Not destroyed: the last data of the host may still be on its way to the browser.
  upstream.on('close', () => socket.end());
  socket.on('close', () => upstream.destroy());
}

function refuse(socket: Duplex, status: string, headers = ''): void {
  socket.end(`HTTP/1.1 ${status}\r\n${headers}Content-Length: 0\r\nConnection: close\r\n\r\n`);
}

/** `host:port`, normalised by the URL parser. */
function authorityOf(text: string): Authority | null {
  const match = /^(.+):(\d{1,5})$/.exec(text);
  const url = match ? URL.parse(`http://${match[1]}/`) : null;
  if (url === null || url.username !== '' || url.hostname === '' || url.port !== '') return null;
  return { host: url.hostname, port: Number(match?.[2]) };
}
