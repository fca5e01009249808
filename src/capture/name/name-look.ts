/** One look at the names around a page: each part has its own file, and all share the time of the look. */

import { loadRdapBootstrap } from '../../config/rdap-bootstrap.ts';
import type { Config } from '../../config/schema/schema.ts';
import { domainOf, registeredDomain } from '../../core/address.ts';
import type { NameLook, NamePart, NameRequest, ResolverLook } from '../../core/names/name-look.ts';
import type { Clock, LookAtNames, Read, TakeCapture } from '../../core/ports.ts';
import { createTlsContext } from '../http/tls.ts';
import { createKeyedLimit } from '../limits.ts';
import { createGate, portOf } from '../outbound-guard.ts';
import { profileLook } from '../profiles.ts';
import { createNameResolver, type ResolveName } from '../resolver/name-resolver.ts';
import { openSystemFiles } from '../resolver/system-files.ts';
import { lookAtCertificate } from './certificate.ts';
import { createListTests, lookAtListings } from './listings.ts';
import { lookAtRecords } from './records.ts';
import { lookAtRegistration } from './registration.ts';
import { lookAtRoutes } from './routes.ts';

export interface NameLookOptions {
  readonly config: Config;
  readonly clock: Clock;
  /** Captures the spellings of the address. */
  readonly take: TakeCapture;
  readonly read: Read;
  /** Replaces DNS queries. */
  readonly resolveName?: ResolveName;
}

/** Throws `bad-configuration` if the list of registration services can't be read. */
export function createLookAtNames({ config, clock, take, read, ...options }: NameLookOptions): LookAtNames {
  const { names, capture, egress } = config;
  const tls = createTlsContext(capture.extraRoots);
  const bootstrap = loadRdapBootstrap(names.rdapBootstrap);
  const inFlight = createKeyedLimit(names.inFlight);
  const tests = createListTests(clock);
  const { userAgent } = profileLook('declared', { chromeMajor: 0, userAgent: '', contact: capture.contact });
  const files = openSystemFiles();
  const resolveName =
    options.resolveName ?? createNameResolver({ config, files, read, signal: new AbortController().signal });

  return async (request, signal) => {
    const at = clock();
    const startedAt = performance.now();
    const url = new URL(request.url);
    const host = url.hostname;
    const end = signal ?? new AbortController().signal;
    const asks = (part: NamePart): boolean => request.parts.includes(part);
    const [records, certificate, registration, routes] = await Promise.all([
      asks('records') ? recordsOf(host, end) : null,
      asks('certificate') ? certificateOf(request, end) : null,
      asks('registration') ? registrationOf(host, end) : null,
      asks('routes') ? lookAtRoutes(request.url, take, end) : null,
    ]);
    const listings = asks('listings') ? await listingsOf(host, records?.resolvers ?? [], end) : null;
    return {
      at,
      host,
      port: portOf(url),
      zone: records?.zone ?? domainOf(host) ?? host,
      resolvers: records?.resolvers ?? null,
      tls: certificate,
      registration,
      listings,
      routes,
      durationMs: Math.round(performance.now() - startedAt),
    } satisfies NameLook;
  };

  function recordsOf(host: string, signal: AbortSignal) {
    const { resolvers, askZone, timeout: timeoutMs, total: totalMs } = names;
    const system = files.settings().servers;
    const exceptions = egress.dns;
    const set = { resolvers, system, askZone, timeoutMs, totalMs, exceptions, inFlight, read };
    return lookAtRecords(host, set, signal);
  }

  function certificateOf({ url }: NameRequest, signal: AbortSignal) {
    const connectTimeoutMs = capture.timeouts.connect;
    const gate = createGate({ ownUrl: url, exceptions: egress.capture, connectTimeoutMs, resolveName, signal });
    return lookAtCertificate(url, { gate, tls, timeoutMs: names.total }, signal);
  }

  async function registrationOf(host: string, signal: AbortSignal) {
    const domain = registeredDomain(host);
    if (domain === null) return null;
    const options = { bootstrap, exceptions: egress.rdap, tls, userAgent, timeoutMs: names.total, read, resolveName };
    return lookAtRegistration(domain, options, signal);
  }

  function listingsOf(host: string, resolvers: readonly ResolverLook[], signal: AbortSignal) {
    const subjects = { addresses: addressesIn(resolvers), domains: [domainOf(host) ?? host] };
    const { blockLists: lists, timeout: timeoutMs, total: totalMs } = names;
    return lookAtListings(subjects, { lists, resolvers: names.resolvers, timeoutMs, totalMs, tests }, signal);
  }
}

function addressesIn(resolvers: readonly ResolverLook[]): string[] {
  const answers = resolvers.flatMap(({ answers }) => answers);
  return [...new Set(answers.flatMap(({ type, values }) => (type === 'A' || type === 'AAAA' ? values : [])))];
}
