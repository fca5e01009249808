/** The registration data of a domain, queried by RDAP (RFC 9082). */
import type { SecureContext } from 'node:tls';
import { type RdapBootstrap, servicesOf } from '../../config/rdap-bootstrap.ts';
import type { RegistrationLook } from '../../core/names/name-look.ts';
import type { Read } from '../../core/ports.ts';
import type { RegistrationFacts } from '../../core/readers.ts';
import { CaptureError, captureErrorOf } from '../failure.ts';
import { createGate, type EgressException } from '../outbound-guard.ts';
import type { ResolveName } from '../resolver/name-resolver.ts';
import { askRdap } from './rdap-query.ts';

export interface RegistrationOptions {
  readonly bootstrap: RdapBootstrap;
  /** `egress.rdap`: applies to the listed service, not to other hosts that it redirects to. */
  readonly exceptions: readonly EgressException[];
  /** With the roots to verify services by. */
  readonly tls: SecureContext;
  readonly userAgent: string;
  /** Total milliseconds. */
  readonly timeoutMs: number;
  readonly read: Read;
  readonly resolveName: ResolveName;
}

/** Services tried per suffix, one after the other. */
const maxServices = 3;

const nothing: RegistrationFacts = {
  statuses: [],
  registrar: null,
  nameServers: [],
  registeredAt: null,
  expiresAt: null,
  changedAt: null,
};

/** `domain` is a registrable domain in lower-case ASCII, as in `URL.hostname`. */
export async function lookAtRegistration(
  domain: string,
  options: RegistrationOptions,
  signal: AbortSignal,
): Promise<RegistrationLook> {
  const without = (status: 'not-found' | 'no-service' | 'failed', reason: string): RegistrationLook => ({
    domain,
    status,
    reason,
    ...nothing,
  });
  const services = servicesOf(options.bootstrap, domain).slice(0, maxServices);
  if (services.length === 0) return without('no-service', 'The suffix of the domain has no public registration data.');
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new CaptureError('timed-out', 'The registration service did not answer in time.')),
    options.timeoutMs,
  );
  const end = AbortSignal.any([signal, late.signal]);
  let reason = '';
  try {
    for (const service of services) {
      try {
        const facts = await ask(service, domain, options, end);
        if (facts === null) return without('not-found', 'The registry does not know the domain.');
        return { domain, status: 'answered', reason: null, ...facts };
      } catch (error) {
        reason = signal.aborted ? 'The look was stopped before its end.' : captureErrorOf(error).message;
        if (end.aborted) break;
      }
    }
    return without('failed', reason);
  } finally {
    clearTimeout(timer);
  }
}

/** Null if the service reports no such domain. Throws if its answer is unusable. */
async function ask(
  service: string,
  domain: string,
  options: RegistrationOptions,
  signal: AbortSignal,
): Promise<RegistrationFacts | null> {
  const url = `${service.endsWith('/') ? service : `${service}/`}domain/${encodeURIComponent(domain)}`;
  const gate = createGate({
    ownUrl: url,
    exceptions: options.exceptions,
    connectTimeoutMs: options.timeoutMs,
    resolveName: options.resolveName,
    signal,
  });
  const { tls, userAgent, timeoutMs } = options;
  const reply = await askRdap(url, { gate, tls, userAgent, firstByteMs: timeoutMs }, signal);
  if (reply.status === 'not-found') return null;
  const facts = await options.read('registration', { bytes: reply.bytes, domain }, domain);
  if (facts === null)
    throw new CaptureError('bad-response', 'The answer is not readable registration data about the domain.');
  return facts;
}
