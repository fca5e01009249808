/** Serves the metrics to whoever scrapes them, on an address of their own. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { VonggacError } from '../../core/errors.ts';
import { listenAddress } from '../people/may-listen.ts';
import { isSameToken } from '../people/token.ts';

export interface RunningMetrics {
  readonly url: string;
  close(): Promise<void>;
}

/** What the dashboard needs to serve them too. */
export interface ScrapedMetrics {
  /** What a scrape must send. */
  readonly token: string;
  readonly contentType: string;
  readonly scrape: () => Promise<string>;
}

interface Serving extends Omit<ScrapedMetrics, 'token'> {
  readonly listen: string;
  /** Null: a scrape needs none. */
  readonly token: string | null;
  readonly onError: (error: unknown) => void;
}

export async function serveMetrics({ listen, ...serving }: Serving): Promise<RunningMetrics> {
  const { host, port } = listenAddress(listen);
  const server = createServer((request, response) => {
    answer(request, response, serving).catch((error: unknown) => {
      serving.onError(error);
      end(response, 500, 'the metrics could not be read\n');
    });
  });
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  server.maxHeadersCount = 50;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(listen, cause)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = address !== null && typeof address === 'object' ? address.port : port;
  const shown = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shown}:${bound}/metrics`, close: () => close(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { token, contentType, scrape }: Omit<Serving, 'listen'>,
): Promise<void> {
  if (URL.parse(request.url ?? '', 'http://localhost')?.pathname !== '/metrics')
    return end(response, 404, 'see /metrics\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'only GET\n');
  if (token !== null && !maySeeMetrics(request.headers.authorization, token)) {
    response.setHeader('www-authenticate', 'Bearer');
    return end(response, 401, 'send the token of metrics.tokenFile\n');
  }
  const text = await scrape();
  response.setHeader('content-type', contentType);
  end(response, 200, text);
}

/** @param authorization header of the scrape */
export function maySeeMetrics(authorization: string | undefined, token: string): boolean {
  const [, given = ''] = /^Bearer (\S{1,500})$/.exec(authorization ?? '') ?? [];
  return isSameToken(given, token);
}

function end(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  if (!response.hasHeader('content-type')) response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  response.end(text);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function cannotListen(listen: string, cause: NodeJS.ErrnoException): VonggacError {
  const why =
    cause.code === 'EADDRINUSE' ? 'another program listens there' : `the system says ${cause.code ?? cause.message}`;
  return new VonggacError(
    'bad-configuration',
    `The metrics cannot be served on ${listen} because ${why}: change metrics.listen or stop that program.`,
    { cause },
  );
}
