/** Why a look ended without a page: an error inside this folder, a value outside. */

import type { CaptureFailureKind } from '../core/domain/capture.ts';
import { VonggacError } from '../core/errors.ts';

const lasting: readonly CaptureFailureKind[] = ['address-refused', 'too-many-redirects'];

/** Thrown only inside this folder; `take` converts it to a `CaptureFailure`. */
export class CaptureError extends VonggacError {
  readonly kind: CaptureFailureKind;
  /** Whether the same look may succeed soon. */
  readonly retryable: boolean;
  constructor(kind: CaptureFailureKind, message: string, options?: { cause?: unknown; retryable?: boolean }) {
    super('failed', message, options);
    this.name = 'CaptureError';
    this.kind = kind;
    this.retryable = options?.retryable ?? !lasting.includes(kind);
  }
}

const kindByCode: Readonly<Record<string, readonly [CaptureFailureKind, string]>> = {
  ENOTFOUND: ['name-not-found', 'The host name does not exist.'],
  ENODATA: ['name-not-found', 'The host name has no address.'],
  EAI_AGAIN: ['name-lookup-failed', 'The name servers did not answer.'],
  EAI_FAIL: ['name-lookup-failed', 'The name servers could not answer.'],
  ESERVFAIL: ['name-lookup-failed', 'The name servers failed.'],
  ECONNREFUSED: ['connection-refused', 'The host refused the connection.'],
  EHOSTUNREACH: ['connection-refused', 'There is no route to the host.'],
  ENETUNREACH: ['connection-refused', 'The network of the host cannot be reached.'],
  EHOSTDOWN: ['connection-refused', 'The host is down.'],
  EADDRNOTAVAIL: ['connection-refused', 'The host cannot be reached from here.'],
  ETIMEDOUT: ['timed-out', 'The connection timed out.'],
  ECONNRESET: ['connection-lost', 'The host closed the connection before it answered.'],
  EPIPE: ['connection-lost', 'The host closed the connection before it answered.'],
  UND_ERR_SOCKET: ['connection-lost', 'The host closed the connection before it answered.'],
  UND_ERR_CONNECT_TIMEOUT: ['timed-out', 'The connection timed out.'],
  UND_ERR_HEADERS_TIMEOUT: ['timed-out', 'The host did not answer in time.'],
  UND_ERR_HEADERS_OVERFLOW: ['bad-response', 'The headers of the answer are larger than the cap.'],
  HPE_HEADER_OVERFLOW: ['bad-response', 'The headers of the answer are larger than the cap.'],
  EPROTO: ['tls-failed', 'No secure connection could be negotiated.'],
};

/** The same words in both tiers. */
export const outdatedTls = [
  'tls-outdated',
  'The host offers no version of TLS or cipher that is still accepted.',
] as const;

/** OpenSSL's message, also inside an `EPROTO`. */
const outdatedReasons =
  /unsupported[ _]protocol|alert[ _]protocol[ _]version|version[ _]too[ _]low|alert[ _]handshake[ _]failure/i;

/** Converts any error of a look to a coded one; its message never contains page content. */
export function captureErrorOf(error: unknown): CaptureError {
  if (error instanceof CaptureError) return error;
  for (const part of causes(error)) {
    if (part instanceof CaptureError) return part;
    const code = 'code' in part && typeof part.code === 'string' ? part.code : '';
    if (/^(ERR_SSL_|EPROTO$)/.test(code) && outdatedReasons.test(`${code} ${part.message}`)) {
      return new CaptureError(...outdatedTls, { cause: error });
    }
    const known = kindByCode[code];
    if (known) return new CaptureError(known[0], known[1], { cause: error });
    if (/^ERR_(SSL|TLS|OSSL)|^CERT_|SELF_SIGNED|UNABLE_TO/.test(code)) {
      return new CaptureError('tls-failed', `No secure connection could be negotiated (${code}).`, { cause: error });
    }
    if (code.startsWith('HPE_')) {
      return new CaptureError('bad-response', `The answer is not valid HTTP (${code}).`, { cause: error });
    }
  }
  return new CaptureError('bad-response', 'The answer could not be read.', { cause: error });
}

function* causes(error: unknown): Generator<Error> {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    yield current;
    if (current instanceof AggregateError) {
      for (const inner of current.errors) if (inner instanceof Error) yield inner;
    }
    current = current.cause;
  }
}
