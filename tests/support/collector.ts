/** A syslog collector on loopback, over TCP or TLS, that keeps what arrives and can misbehave. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { readFrames } from './syslog-messages.ts';

export interface Collector {
  readonly port: number;
  /** Whole messages in the order of their arrival, over all connections. */
  readonly messages: Buffer[];
  /** Connections made so far. */
  readonly connections: () => number;
  /** Resolves once this many messages are there. */
  readonly received: (count: number) => Promise<void>;
  /** Cuts every connection, in the middle of whatever is arriving. */
  readonly cut: () => void;
  /** Stops reading: the collector is there and takes nothing. */
  readonly stall: () => void;
  /** Reads further connections again; those that were stalled stay so. */
  readonly flow: () => void;
  readonly close: () => Promise<void>;
}

export interface CollectorWish {
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Listens here again, after an earlier one was closed. */
  readonly port?: number;
  /** Ends a connection after so many bytes of it were read. */
  readonly cutAfter?: number;
}

export async function openCollector({ tls, port = 0, cutAfter }: CollectorWish = {}): Promise<Collector> {
  const messages: Buffer[] = [];
  const sockets = new Set<Socket>();
  const waiting: { readonly count: number; readonly done: () => void }[] = [];
  let connections = 0;
  let isStalled = false;
  const accept = (socket: Socket): void => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    if (isStalled) socket.pause();
    let rest: Buffer = Buffer.alloc(0);
    let bytes = 0;
    socket.on('data', (chunk) => {
      const left = cutAfter === undefined || connections > 1 ? chunk.length : Math.max(0, cutAfter - bytes);
      bytes += chunk.length;
      const read = readFrames(Buffer.concat([rest, chunk.subarray(0, left)]));
      rest = read.rest;
      messages.push(...read.messages);
      for (const one of waiting) if (messages.length >= one.count) one.done();
      if (left < chunk.length) socket.destroy();
    });
  };
  const server: Server = tls ? createTlsServer(tls, accept) : createServer(accept);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    messages,
    connections: () => connections,
    received: (count) =>
      new Promise((done) => {
        waiting.push({ count, done });
        if (messages.length >= count) done();
      }),
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    stall: () => {
      isStalled = true;
      for (const socket of sockets) socket.pause();
    },
    flow: () => {
      isStalled = false;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
