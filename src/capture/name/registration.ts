/** What the registry of a domain says of it, asked by RDAP (RFC 9082). */
import type { SecureContext } from 'node:tls';
import { type RdapBootstrap, servicesOf } from '../../config/rdap-bootstrap.ts';
import type { RegistrationLook } from '../../core/names/name-look.ts';
import { CaptureError, captureErrorOf } from '../failure.ts';
import { createGate, type EgressException, type ResolveName } from '../outbound-guard.ts';
import { type RegistrationFacts, readRdapAnswer } from './rdap-answer.ts';
import { askRdap } from './rdap-query.ts';

export interface RegistrationOptions {
  readonly bootstrap: RdapBootstrap;
  /** `egress.rdap`: valid for the service that the list names, not for another host that it redirects to. */
  readonly exceptions: readonly EgressException[];
  /** With the roots by which services are trusted. */
  readonly tls: SecureContext;
  readonly userAgent: string;
  /** Milliseconds for everything. */
  readonly timeoutMs: number;
  readonly resolveName?: ResolveName;
}

/** Services of one suffix that are tried after each other. */
const maxServices = 3;

const nothing: RegistrationFacts = {
  statuses: [],
  registrar: null,
  nameServers: [],
  registeredAt: null,
  expiresAt: null,
  changedAt: null,
};

/** `domain` is a registrable domain in lower-case ASCII, as of `URL.hostname`. */
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

/** Null when the service says that there is no such domain. Throws when it says nothing of use. */
async function ask(
  service: string,
  domain: string,
  options: RegistrationOptions,
  signal: AbortSignal,
): Promise<RegistrationFacts | null> {
  const url = `${service.replace(/\/*$/, '/')}domain/${encodeURIComponent(domain)}`;
  const gate = createGate({
    ownUrl: url,
    exceptions: options.exceptions,
    connectTimeoutMs: options.timeoutMs,
    ...(options.resolveName ? { resolveName: options.resolveName } : {}),
  });
  const { tls, userAgent, timeoutMs } = options;
  const reply = await askRdap(url, { gate, tls, userAgent, firstByteMs: timeoutMs }, signal);
  if (reply.status === 'not-found') return null;
  const facts = readRdapAnswer(reply.text, domain);
  if (facts === null) throw new CaptureError('bad-response', 'The answer is no registration data about the domain.');
  return facts;
}
