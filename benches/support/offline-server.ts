/** A web server on loopback that is the whole Internet to one recorded page: it has that page and nothing else. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { createGate, type OutboundGate, portOf } from '../../src/capture/outbound-guard.ts';
import type { TestCertificate } from '../../tests/support/loopback-portal.ts';

export interface ServedPage {
  readonly url: string;
  readonly status: number;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface OfflineServer {
  /** Leads every connection, whatever its host, to this server: nothing leaves loopback. */
  readonly gate: OutboundGate;
  /** Whether the page itself was asked for. */
  readonly wasAsked: () => boolean;
  readonly close: () => Promise<void>;
}

/** Answers the page's own address with the page, and everything else with an empty 404. */
export async function serveOffline(page: ServedPage, certificate: TestCertificate): Promise<OfflineServer> {
  const own = new URL(page.url);
  let isAsked = false;
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    response.on('error', () => {});
    if (request.headers.host !== own.host || request.url !== own.pathname + own.search) {
      response.writeHead(404, { 'content-length': 0 }).end();
      return;
    }
    isAsked = true;
    response.writeHead(page.status, { 'content-type': page.contentType, 'content-length': page.bytes.length });
    response.end(page.bytes);
  };
  const plain = await listen(createServer(answer));
  const secure = await listen(createTlsServer(certificate, answer));
  const isSecure = (port: number): boolean => (port === portOf(own) ? own.protocol === 'https:' : port === 443);
  const { signal } = new AbortController();
  const { admit } = createGate({
    ownUrl: page.url,
    exceptions: [],
    connectTimeoutMs: 1_000,
    resolveName: async () => [],
    signal,
  });
  return {
    gate: {
      admit,
      resolve: async () => ['127.0.0.1'],
      connect: (_host, port, signal) => dial(isSecure(port) ? secure.port : plain.port, signal),
      addressOf: (socket) => socket.remoteAddress ?? null,
    },
    wasAsked: () => isAsked,
    close: async () => {
      await Promise.all([plain.close(), secure.close()]);
    },
  };
}

async function listen(server: Server): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function dial(port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, signal });
    socket.once('connect', () => resolve(socket.off('error', reject)));
    socket.once('error', reject);
  });
}
