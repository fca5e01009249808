/** Starts the dashboard's HTTP server. */
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { VonggacError } from '../core/errors.ts';
import { listenAddress } from '../monitor/people/may-listen.ts';

export interface RunningWeb {
  readonly url: string;
  /** Gives running responses a moment to finish, then closes every connection. */
  close(): Promise<void>;
}

const graceMs = 1_500;

/**
 * @param listen `ADDRESS:PORT`; port 0 picks a free one
 * @param key of the configuration, named when it can't be used
 */
export async function startWeb(app: Hono, listen: string, key = 'web.listen'): Promise<RunningWeb> {
  const { host, port } = listenAddress(listen);
  const server = await new Promise<Server>((resolve, reject) => {
    const starting = serve(
      {
        fetch: app.fetch,
        hostname: host,
        port,
        // Leaves the daemon's global Request and Response unchanged.
        overrideGlobalObjects: false,
        serverOptions: { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 5_000 },
      },
      () => resolve(starting),
    ) as Server;
    starting.once('error', (cause) => reject(cannotListen(listen, key, cause)));
  });
  const address = server.address();
  const actualPort = address !== null && typeof address === 'object' ? address.port : port;
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shownHost}:${actualPort}`, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function cannotListen(listen: string, key: string, cause: NodeJS.ErrnoException): VonggacError {
  const why =
    cause.code === 'EADDRINUSE' ? 'another program listens there' : `the system says ${cause.code ?? cause.message}`;
  return new VonggacError(
    'bad-configuration',
    `${key === 'web.listen' ? 'The dashboard' : 'The public page'} cannot listen on ${listen} because ${why}: change ${key} or stop that program.`,
    { cause },
  );
}
