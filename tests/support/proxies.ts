/** Real proxies on loopback. They connect from 127.0.0.2, so that a portal can tell the two vantages apart. */
import { type AddressInfo, connect, createServer } from 'node:net';
import { createServer as createSocksServer, type Socks5Server } from '@pondwader/socks5-server';
import { Server as HttpProxy } from 'proxy-chain';
import type { TestCertificate } from './loopback-portal.ts';

export interface TestProxy {
  /** Includes the credentials, for the configuration. */
  readonly url: string;
  /** `host:port` of every request. */
  readonly asked: string[];
  readonly close: () => Promise<void>;
}

export const beyond = '127.0.0.2';
const user = 'truc';
const password = 'mật khẩu';
const credentials = `${user}:${encodeURIComponent(password)}`;

export async function serveHttpProxy(certificate?: TestCertificate): Promise<TestProxy> {
  const asked: string[] = [];
  const proxy = new HttpProxy({
    port: 0,
    host: '127.0.0.1',
    ...(certificate ? { serverType: 'https', httpsOptions: certificate } : { serverType: 'http' }),
    prepareRequestFunction: ({ hostname, port, username, password: given }) => {
      asked.push(`${hostname}:${port}`);
      return { requestAuthentication: username !== user || given !== password, localAddress: beyond };
    },
  });
  await proxy.listen();
  const scheme = certificate ? 'https' : 'http';
  const close = async () => void (await proxy.close(true));
  return { url: `${scheme}://${credentials}@127.0.0.1:${proxy.port}`, asked, close };
}

export async function serveSocksProxy(): Promise<TestProxy> {
  const asked: string[] = [];
  const proxy: Socks5Server = createSocksServer({ auth: { username: user, password } });
  proxy.setConnectionHandler(({ socket, destAddress, destPort }, sendStatus) => {
    asked.push(`${destAddress}:${destPort}`);
    const upstream = connect({ host: destAddress, port: destPort, localAddress: beyond });
    upstream.once('error', () => {
      sendStatus('CONNECTION_REFUSED');
      socket.destroy();
    });
    upstream.once('connect', () => {
      sendStatus('REQUEST_GRANTED');
      socket.pipe(upstream).pipe(socket);
    });
    socket.on('error', () => upstream.destroy());
    socket.on('close', () => upstream.destroy());
  });
  // The library's own server hides its port, so connections are passed to it.
  const server = createServer((socket) => void proxy._handleConnection(socket));
  const sockets = new Set<{ destroy(): unknown }>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { url: `socks5://${credentials}@127.0.0.1:${port}`, asked, close };
}
