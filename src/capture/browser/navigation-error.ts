/** Why the browser's first navigation failed, in the terms of the HTTP tier. */
import type { CaptureFailureKind } from '../../core/domain/capture.ts';
import { CaptureError, outdatedTls } from '../failure.ts';
import { portOf } from '../outbound-guard.ts';
import type { ProxySession } from '../proxy/proxy-session.ts';
import type { MainDocument } from './main-document.ts';

const kinds: readonly (readonly [RegExp, CaptureFailureKind, string])[] = [
  [/ERR_TOO_MANY_REDIRECTS/, 'too-many-redirects', 'The address redirects endlessly.'],
  [/ERR_UNSAFE_REDIRECT/, 'address-refused', 'The address redirects to something that is not fetched.'],
  [/ERR_SSL_(VERSION_OR_CIPHER_MISMATCH|OBSOLETE_VERSION|UNSUPPORTED_PROTOCOL)/, ...outdatedTls],
  // Our proxy did open the tunnel, but the host spoke first, which is not TLS.
  [/ERR_(SSL|CERT|BAD_SSL|TUNNEL_CONNECTION_FAILED)/, 'tls-failed', 'No secure connection could be negotiated.'],
  [
    /ERR_(EMPTY_RESPONSE|CONNECTION_RESET|CONNECTION_CLOSED|CONTENT_LENGTH_MISMATCH|INCOMPLETE_CHUNKED|SOCKET_NOT)/,
    'connection-lost',
    'The host closed the connection before it answered.',
  ],
  [
    /ERR_(INVALID_HTTP|INVALID_RESPONSE|RESPONSE_HEADERS|INVALID_CHUNKED|CONTENT_DECODING|HTTP2|INVALID_REDIRECT)/,
    'bad-response',
    'The answer could not be read.',
  ],
  [/ERR_(TIMED_OUT|CONNECTION_TIMED_OUT)|Timeout \d+ms exceeded/, 'timed-out', 'The host did not answer in time.'],
];

/** Errors known to our gate and proxy take precedence over those of the browser. */
export function navigationError(
  error: unknown,
  startUrl: string,
  document: MainDocument,
  session: ProxySession,
): CaptureError {
  const own = document.failure();
  if (own !== null) return own;
  if (error instanceof CaptureError) return error;
  const asked = document.navigations.at(-1) ?? startUrl;
  const url = URL.parse(asked);
  const contact = url === null ? null : session.contactOf(url.hostname, portOf(url));
  if (contact?.error) return contact.error;
  const text = error instanceof Error ? error.message : '';
  const known = kinds.find(([pattern]) => pattern.test(text));
  if (known) return new CaptureError(known[1], known[2], { cause: error });
  return new CaptureError('browser-failed', 'The browser could not open the page.', { cause: error });
}
