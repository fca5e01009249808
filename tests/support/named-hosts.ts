/**
 * Hosts by name on loopback, with certificates: a proxy takes every connection of a capture, whatever address the name
 * "has", to one server here, which answers by host name.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Capturer, CapturerOptions } from '../../src/capture/capture.ts';
import type { CaptureRequest } from '../../src/core/domain/capture.ts';
import { captureConfig, captureOf, request, testCapturer, testCertificate } from './loopback-portal.ts';

export interface NamedHosts {
  readonly capturer: Capturer;
  readonly look: (url: string, more?: Partial<CaptureRequest>) => Promise<ReturnType<typeof captureOf>>;
  readonly close: () => Promise<void>;
}

/** A public address that nothing ever connects to: every connection goes to the server here. */
const somewhere = '20.0.0.1';
/** A capture through it reaches the hosts here. */
export const vantage = 'here';

export interface NamedAnswer {
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param answer by host, path and query; null: 404 */
export async function serveNamedHosts(
  answer: (url: URL, request: IncomingMessage) => NamedAnswer | null,
  more: Partial<CapturerOptions> = {},
): Promise<NamedHosts> {
  const onRequest = (asked: IncomingMessage, response: ServerResponse) => {
    const found = answer(new URL(asked.url ?? '/', `https://${asked.headers.host}`), asked);
    response.setHeader('access-control-allow-origin', '*');
    if (found === null) return void response.writeHead(404).end();
    response.writeHead(found.status ?? 200, { 'content-type': found.type, ...found.headers }).end(found.body);
  };
  const web = createTlsServer(await testCertificate('cong.example'), onRequest);
  web.on('upgrade', acceptSocket);
  web.on('tlsClientError', () => {});
  const proxy = createServer((_request, response) => void response.writeHead(405).end());
  const sockets = new Set<Socket>();
  for (const server of [web, proxy])
    server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  const webPort = await listening(web);
  proxy.on('connect', (_request, socket: Socket) => {
    const upstream = connect({ host: '127.0.0.1', port: webPort });
    sockets.add(upstream);
    upstream.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
    socket.on('close', () => upstream.destroy());
  });
  const config = {
    ...captureConfig(),
    vantage: [{ name: vantage, proxy: `http://127.0.0.1:${await listening(proxy)}`, hosts: [] }],
  };
  const capturer = testCapturer(config, { resolveName: async () => [{ address: somewhere, family: 4 }], ...more });
  return {
    capturer,
    look: async (url, more = {}) => captureOf(await capturer.take(request(url, { tier: 'browser', vantage, ...more }))),
    close: async () => {
      await capturer.close();
      for (const server of [web, proxy]) server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** The handshake of a WebSocket; nothing is ever said in it. */
function acceptSocket({ headers }: IncomingMessage, socket: Socket): void {
  const key = `${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on('error', () => {});
}
