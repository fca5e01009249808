/** An HTTP receiver on loopback that keeps what it is sent and answers as told. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `status` and `body` of an answer; `hang`: none, `trickle`: one byte a second without end. */
export interface ReceiverAnswer {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly manner?: 'hang' | 'trickle' | 'cut';
}

export interface Receiver {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly received: Received[];
  /** For every further request. */
  answer: ReceiverAnswer;
  readonly close: () => Promise<void>;
}

export async function openReceiver({
  tls,
  port = 0,
}: {
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly port?: number;
} = {}): Promise<Receiver> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const handle: Parameters<typeof createServer>[1] = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      });
      const { status = 204, body = '', headers = {}, manner } = receiver.answer;
      if (manner === 'hang') return;
      if (manner === 'cut') return void request.socket.destroy();
      response.writeHead(status, headers);
      if (manner !== 'trickle') return void response.end(body);
      timers.add(setInterval(() => response.write('x'), 20));
    });
  };
  const server: Server = tls ? createTlsServer(tls, handle) : createServer(handle);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  const host = `127.0.0.1:${bound}`;
  const receiver: Receiver = {
    url: `${tls ? 'https' : 'http'}://${host}/hook`,
    host,
    port: bound,
    received,
    answer: {},
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearInterval(timer);
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  return receiver;
}
