/** Sends one request to a time-stamping authority (RFC 3161 over HTTP), through the same gate as every capture. */
import type { Config } from '../config/schema/schema.ts';
import { headerValue } from '../core/headers.ts';
import type { AskTimeStamp, Read } from '../core/ports.ts';
import { CaptureError, captureErrorOf } from './failure.ts';
import { receiveBody } from './http/body.ts';
import { exchange } from './http/exchange.ts';
import { createTlsContext } from './http/tls.ts';
import { createGate } from './outbound-guard.ts';
import { createNameResolver } from './resolver/name-resolver.ts';
import { openSystemFiles } from './resolver/system-files.ts';

const totalMs = 20_000;
/** A stamp with its certificates is under 10 kB. */
const maxBytes = 100_000;
const maxHeaderBytes = 64_000;

export function createAskTimeStamp({ config, read }: { readonly config: Config; readonly read: Read }): AskTimeStamp {
  return async (url, request) => {
    const late = new AbortController();
    const onLate = () => late.abort(new CaptureError('timed-out', 'The authority did not answer in time.'));
    const timer = setTimeout(onLate, totalMs);
    try {
      return { ok: true, bytes: await ask(config, read, url, request, late.signal) };
    } catch (error) {
      return { ok: false, reason: captureErrorOf(error).message };
    } finally {
      clearTimeout(timer);
    }
  };
}

async function ask(config: Config, read: Read, url: string, request: Uint8Array, signal: AbortSignal) {
  const resolveName = createNameResolver({ config, files: openSystemFiles(), read, signal });
  const gate = createGate({
    ownUrl: url,
    exceptions: config.egress.tsa,
    connectTimeoutMs: config.capture.timeouts.connect,
    resolveName,
    signal,
  });
  const answer = await exchange(
    gate.admit(url),
    [
      ['Content-Type', 'application/timestamp-query'],
      ['Accept', 'application/timestamp-reply'],
    ],
    { gate, tls: createTlsContext(config.capture.extraRoots), firstByteMs: totalMs, maxHeaderBytes, body: request },
    signal,
  );
  try {
    if (answer.status !== 200) throw failed(`The authority answered with status ${answer.status}.`);
    const caps = { body: maxBytes, decodedBody: maxBytes };
    const encoding = headerValue(answer.headers, 'content-encoding') ?? '';
    const body = await receiveBody(answer.body, encoding, caps);
    if (body.cutOff !== null) throw failed('The answer of the authority is too long or incomplete.');
    return body.bytes;
  } finally {
    await answer.close();
  }
}

const failed = (reason: string) => new CaptureError('bad-response', reason);
