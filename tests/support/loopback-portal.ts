/** Web servers on loopback that misbehave as the test wants, and a capturer allowed to look at them. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, isIP, type Server, type Socket } from 'node:net';
import { pino } from 'pino';
import selfsigned from 'selfsigned';
import { type Capturer, type CapturerOptions, createCapture } from '../../src/capture/capture.ts';
import { type Config, configSchema } from '../../src/config/schema/schema.ts';
import type { Capture, CaptureFailure, CaptureOutcome, CaptureRequest } from '../../src/core/domain/capture.ts';
import { sharedRead } from './shared-threads.ts';

export interface Portal {
  readonly url: string;
  readonly port: number;
  /** Lines like `GET /path`, in the order received. */
  readonly requests: string[];
  readonly headers: IncomingMessage[];
  readonly connectionCount: () => number;
  readonly close: () => Promise<void>;
}

export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A self-signed certificate for `name`, valid now by default. */
export async function testCertificate(name: string, valid?: { from: Date; to: Date }): Promise<TestCertificate> {
  const pems = await selfsigned.generate([{ name: 'commonName', value: name }], {
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: [isIP(name) ? { type: 7, ip: name } : { type: 2, value: name }] }],
    ...(valid ? { notBeforeDate: valid.from, notAfterDate: valid.to } : {}),
  });
  return { key: pems.private, cert: pems.cert };
}

export async function servePortal(
  handler: Handler,
  options: { certificate?: TestCertificate; host?: string; port?: number } = {},
): Promise<Portal> {
  const requests: string[] = [];
  const headers: IncomingMessage[] = [];
  const onRequest: Handler = (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    headers.push(request);
    response.on('error', () => {});
    handler(request, response);
  };
  const { certificate } = options;
  const server = certificate ? createTlsServer(certificate, onRequest) : createServer(onRequest);
  const base = await listening(server, options.host, options.port);
  return { ...base, url: `http${certificate ? 's' : ''}://127.0.0.1:${base.port}/`, requests, headers };
}

/** A server below the HTTP level. */
export async function serveRaw(onConnection: (socket: Socket) => void): Promise<Portal> {
  const base = await listening(createTcpServer(onConnection));
  return { ...base, url: `http://127.0.0.1:${base.port}/`, requests: [], headers: [] };
}

async function listening(server: Server, host = '127.0.0.1', port = 0) {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    connectionCount: () => connections,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** 1 November 2026, 08:00 in Hà Nội. */
export const testNow = Date.UTC(2026, 10, 1, 1);

/** A configuration for our own pages: no sandbox, short timeouts, loopback reachable for the host `127.0.0.1`. */
export function captureConfig(capture: object = {}, egress: object[] = loopbackException): Config {
  return configSchema.parse({
    capture: {
      timeouts: { connect: '3s', firstByte: '5s', total: '45s' },
      ...capture,
      browser: { sandbox: false, ...('browser' in capture ? (capture.browser as object) : {}) },
    },
    egress: { capture: egress },
  });
}

const loopbackException = [{ host: '127.0.0.1', addresses: ['127.0.0.0/8'] }];

export function testCapturer(config: Config = captureConfig(), more: Partial<CapturerOptions> = {}): Capturer {
  return createCapture({ config, clock: () => testNow, log: pino({ level: 'silent' }), read: sharedRead, ...more });
}

export function request(url: string, more: Partial<CaptureRequest> = {}): CaptureRequest {
  return { url, tier: 'http', profile: 'browser', realTime: false, ...more };
}

/** An outcome's capture; fails the test with the failure's own message. */
export function captureOf(outcome: CaptureOutcome): Capture {
  if (outcome.ok) return outcome.capture;
  throw new TypeError(`no capture: ${outcome.failure.kind}: ${outcome.failure.reason}`);
}

export function failureOf(outcome: CaptureOutcome): CaptureFailure {
  if (!outcome.ok) return outcome.failure;
  throw new TypeError(`no failure, but status ${outcome.capture.status}`);
}
