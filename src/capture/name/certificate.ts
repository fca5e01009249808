/** The certificate of a host on the port of its registered address, independent of any page. */
import type { SecureContext } from 'node:tls';
import type { CaptureFailureKind, Certificate } from '../../core/domain/capture.ts';
import type { TlsLook } from '../../core/names/name-look.ts';
import { CaptureError, captureErrorOf } from '../failure.ts';
import { certificateOf, secure } from '../http/tls.ts';
import { type OutboundGate, portOf } from '../outbound-guard.ts';

export interface CertificateLookOptions {
  /** The gate of the registered address. */
  readonly gate: OutboundGate;
  readonly tls: SecureContext;
  /** Milliseconds for lookup, connection and handshake together. */
  readonly timeoutMs: number;
}

/**
 * Null for plain http: a portal without TLS has no certificate to change.
 * Old protocols, broken chains and wrong names are recorded; only the lack of any session is a failure.
 */
export async function lookAtCertificate(
  url: string,
  options: CertificateLookOptions,
  signal: AbortSignal,
): Promise<TlsLook | null> {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'https:') return null;
  const port = portOf(parsed);
  const seen: { address: string | null } = { address: null };
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new CaptureError('timed-out', lateReason)), options.timeoutMs);
  try {
    const end = AbortSignal.any([signal, late.signal]);
    const certificate = await shownCertificate(parsed.hostname, port, options, seen, end);
    return { port, address: seen.address, certificate, failure: certificate === null ? 'tls-failed' : null };
  } catch (error) {
    return { port, address: seen.address, certificate: null, failure: failureKind(error, signal) };
  } finally {
    clearTimeout(timer);
  }
}

const lateReason = 'No secure connection was established in time.';

function failureKind(error: unknown, signal: AbortSignal): CaptureFailureKind {
  return signal.aborted ? 'timed-out' : captureErrorOf(error).kind;
}

async function shownCertificate(
  host: string,
  port: number,
  options: CertificateLookOptions,
  seen: { address: string | null },
  end: AbortSignal,
): Promise<Certificate | null> {
  const socket = await options.gate.connect(host, port, end);
  seen.address = socket.remoteAddress ?? null;
  try {
    const tls = await secure(socket, host, options.tls, end);
    try {
      return certificateOf(tls);
    } finally {
      tls.destroy();
    }
  } finally {
    socket.destroy();
  }
}
