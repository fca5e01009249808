/** TLS without verification: a look continues despite certificate errors, which are recorded. */
import { createHash, type X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP, type Socket } from 'node:net';
import {
  createSecureContext,
  rootCertificates,
  type SecureContext,
  type SecureContextOptions,
  type TLSSocket,
  connect as tlsConnect,
} from 'node:tls';
import type { Certificate } from '../../core/domain/capture.ts';
import type { SentCertificate } from '../../core/domain/traffic.ts';
import { VonggacError } from '../../core/errors.ts';
import { captureErrorOf } from '../failure.ts';

/** Longest name and list kept of a certificate, all of which is untrusted. */
const maxNameLength = 500;
const maxNames = 100;
/** Ordinary ones take two kilobytes. */
const maxCertificateBytes = 50_000;

/**
 * One context for all looks: loading the roots for each connection would take milliseconds. Old protocols and ciphers
 * are allowed because portals still use them; nothing secret is ever sent.
 */
export function createTlsContext(extraRootFiles: readonly string[]): SecureContext {
  return withRoots({ minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' }, extraRootFiles);
}

/** For our own servers, which are verified and may receive a password. */
export function createTrustedContext(extraRootFiles: readonly string[]): SecureContext {
  return withRoots({ minVersion: 'TLSv1.2' }, extraRootFiles);
}

function withRoots(options: SecureContextOptions, extraRootFiles: readonly string[]): SecureContext {
  if (extraRootFiles.length === 0) return createSecureContext(options);
  const extra = extraRootFiles.map((file) => {
    try {
      return readFileSync(file, 'utf8');
    } catch (cause) {
      throw new VonggacError('bad-configuration', `capture.extraRoots: ${file} can't be read: name a PEM file.`, {
        cause,
      });
    }
  });
  return createSecureContext({ ...options, ca: [...rootCertificates, ...extra] });
}

/** Starts TLS over a checked connection. Throws a `CaptureError` only if no session can be established at all. */
export function secure(socket: Socket, host: string, context: SecureContext, signal: AbortSignal): Promise<TLSSocket> {
  const name = host.startsWith('[') ? host.slice(1, -1) : host;
  return new Promise((resolve, reject) => {
    const stop = () => socket.destroy(signal.reason);
    const tls = tlsConnect({
      socket,
      host: name,
      ...(isIP(name) === 0 ? { servername: name } : {}),
      secureContext: context,
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
    });
    const onError = (error: Error) => {
      signal.removeEventListener('abort', stop);
      reject(signal.aborted ? signal.reason : captureErrorOf(error));
    };
    signal.addEventListener('abort', stop, { once: true });
    tls.once('error', onError);
    tls.once('secureConnect', () => {
      signal.removeEventListener('abort', stop);
      tls.off('error', onError);
      resolve(tls);
    });
  });
}

/** The certificate presented on this connection; null if unreadable. */
export function certificateOf(tls: TLSSocket): Certificate | null {
  return certificatesOf(tls).certificate;
}

export interface SentCertificates {
  readonly certificate: Certificate | null;
  /** As they were sent, leaf first; empty if unreadable. */
  readonly chain: readonly SentCertificate[];
}

/** The same with the whole chain, which the socket returns only once. */
export function certificatesOf(tls: TLSSocket): SentCertificates {
  const chain = chainOf(tls);
  const [leaf] = chain;
  if (leaf === undefined) return { certificate: null, chain: [] };
  return {
    certificate: describeCertificate(leaf, chain, tls.getProtocol() ?? 'unknown', verificationError(tls)),
    chain: chain
      .filter(({ raw }) => raw.byteLength <= maxCertificateBytes)
      .map((one) => ({ hash: fingerprintOf(one), der: one.raw.toString('base64') })),
  };
}

function chainOf(tls: TLSSocket): X509Certificate[] {
  const leaf = tls.getPeerX509Certificate();
  if (leaf === undefined) return [];
  const chain: X509Certificate[] = [leaf];
  for (let next = leaf.issuerCertificate; next && chain.length < 10; next = next.issuerCertificate) {
    if (chain.some((known) => known.fingerprint256 === next?.fingerprint256)) break;
    chain.push(next);
  }
  return chain;
}

function verificationError(tls: TLSSocket): string | null {
  const error: unknown = tls.authorizationError;
  if (tls.authorized || error === undefined || error === null) return null;
  if (error instanceof Error) return 'code' in error ? String(error.code) : error.message.slice(0, 100);
  return String(error).slice(0, 100);
}

/** A certificate as plain data. */
function describeCertificate(
  leaf: X509Certificate,
  chain: readonly X509Certificate[],
  protocol: string,
  error: string | null,
): Certificate {
  return {
    subject: oneLine(leaf.subject),
    issuer: oneLine(leaf.issuer),
    names: alternativeNames(leaf.subjectAltName),
    validFrom: leaf.validFromDate.getTime(),
    validTo: leaf.validToDate.getTime(),
    fingerprint: fingerprintOf(leaf),
    ...keyOf(leaf),
    chain: chain.map(fingerprintOf),
    protocol,
    error,
  };
}

/** Empty for key types that this runtime can't read. */
function keyOf(leaf: X509Certificate): Pick<Certificate, 'key'> {
  try {
    const key = leaf.publicKey.export({ type: 'spki', format: 'der' });
    return { key: createHash('sha256').update(key).digest('hex') };
  } catch {
    return {};
  }
}

const fingerprintOf = (certificate: X509Certificate) => certificate.fingerprint256.replaceAll(':', '').toLowerCase();

const oneLine = (name: string | undefined) => (name ?? '').split('\n').join(', ').slice(0, maxNameLength);

function alternativeNames(text: string | undefined): string[] {
  return (text ?? '')
    .split(', ')
    .map((part) => part.replace(/^(DNS|IP Address):/, ''))
    .slice(0, maxNames)
    .map((name) => name.slice(0, maxNameLength));
}
