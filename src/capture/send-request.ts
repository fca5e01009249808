/** Sends one message over HTTP to a receiver that our own people chose, through the same gate as every capture. */
import type { SecureContext } from 'node:tls';
import type { Config } from '../config/schema/schema.ts';
import { headerValue } from '../core/headers.ts';
import type { Read, SendRequest } from '../core/ports.ts';
import { CaptureError, captureErrorOf } from './failure.ts';
import { receiveBody } from './http/body.ts';
import { exchange } from './http/exchange.ts';
import { createTrustedContext } from './http/tls.ts';
import { createGate } from './outbound-guard.ts';
import { createNameResolver } from './resolver/name-resolver.ts';
import { openSystemFiles } from './resolver/system-files.ts';

/** Enough for a gateway's answer; what is longer is cut. */
const maxBytes = 16_000;
const maxHeaderBytes = 16_000;

interface SendOptions {
  readonly config: Config;
  readonly read: Read;
  /** Private addresses that may be reached: those of the file; none for what was typed into the dashboard. */
  readonly exceptions: Config['egress']['webhook'];
}

/** Follows no redirect, and sends nothing to a receiver whose certificate is not in order. */
export function createSendRequest(options: SendOptions): SendRequest {
  const tls = createTrustedContext(options.config.capture.extraRoots);
  return async ({ url, headers, body }) => {
    const late = new AbortController();
    const onLate = () => late.abort(new CaptureError('timed-out', 'The receiver did not answer in time.'));
    const timer = setTimeout(onLate, options.config.channels.timeout);
    try {
      return await send(options, tls, { url, headers, body }, late.signal);
    } catch (error) {
      return { ok: false, reason: captureErrorOf(error).message };
    } finally {
      clearTimeout(timer);
    }
  };
}

async function send(
  { config, read, exceptions }: SendOptions,
  tls: SecureContext,
  { url, headers, body }: Parameters<SendRequest>[0],
  signal: AbortSignal,
) {
  const resolveName = createNameResolver({ config, files: openSystemFiles(), read, signal });
  const { connect: connectTimeoutMs } = config.capture.timeouts;
  const gate = createGate({ ownUrl: url, exceptions, connectTimeoutMs, resolveName, signal });
  const firstByteMs = config.channels.timeout;
  const answer = await exchange(
    gate.admit(url),
    [...headers, ['accept-encoding', 'identity']],
    { gate, tls, firstByteMs, maxHeaderBytes, body, isVerified: true },
    signal,
  );
  try {
    const { bytes } = await receiveBody(answer.body, '', { body: maxBytes, decodedBody: maxBytes });
    const text = Buffer.from(bytes).toString('utf8');
    return { ok: true, status: answer.status, text, retryAfter: headerValue(answer.headers, 'retry-after') } as const;
  } finally {
    await answer.close();
  }
}
