/**
 * Resolves names for the gate like the system's own lookup: `/etc/hosts` first, then the machine's resolvers. The system
 * lookup can't be cancelled and has four threads per process: forty names of silent servers on one page blocked all
 * other portals for minutes.
 */
import type { LookupAddress } from 'node:dns';
import { isIP, isIPv6, SocketAddress } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Logger } from 'pino';
import type { Config } from '../../config/schema/schema.ts';
import { lookupName } from '../../core/names/lookup-name.ts';
import type { Read } from '../../core/ports.ts';
import type { AddressAnswer } from '../../core/readers.ts';
import { CaptureError } from '../failure.ts';
import { createFairLimit } from '../fair-limit.ts';
import { endpointOf } from '../name/name-server.ts';
import type { Question } from '../name/query.ts';
import { specialPurposeOf } from '../public-address.ts';
import { type AddressType, createNameServers, type NameServers } from './name-servers.ts';
import { openSystemFiles, type ResolverSettings, type SystemFiles } from './system-files.ts';

/** The context of a name lookup. */
export interface Lookup {
  /** Identifies the look. */
  readonly look: object;
  /** Site of the look, as a lane of the reading threads. */
  readonly site: string;
  /** The host of a page never waits for hosts that other pages embed. */
  readonly purpose: 'document' | 'resource';
  /** Total milliseconds, counted once the lookup has a slot. */
  readonly timeoutMs: number;
  /** Ends the lookup at once and closes its sockets. */
  readonly signal: AbortSignal;
}

/** Finds the addresses of a name. Throws a `CaptureError`. */
export type ResolveName = (host: string, lookup: Lookup) => Promise<readonly LookupAddress[]>;

export interface NameResolverOptions {
  /**
   * `names.resolvers` are asked in order, the next one if one is silent. Queries for the hosts of `canaries.urls`
   * distinguish a silent resolver from one that waits for another server.
   */
  readonly config: Pick<Config, 'names' | 'canaries'>;
  readonly read: Read;
  /** Ends queries that belong to no look. */
  readonly signal: AbortSignal;
  readonly log?: Logger;
  readonly files?: SystemFiles;
}

/** Concurrent lookups. There are never more looks than this, so the host of a page never waits. */
const documents = { total: 256, each: 4 } as const;
const resources = { total: 64, each: 16 } as const;
/** Shares of the time: for the name, then for finding out which side is silent. */
const share = { name: 0.6, check: 0.2 } as const;
/** As long as the system resolver waits with its default options. */
const maxNameMs = 10_000;
/** How long to wait for the other IP family once one has answered: some servers never answer for IPv6. */
const otherFamilyMs = 250;
const maxProbes = 2;

export function createNameResolver(options: NameResolverOptions): ResolveName {
  const { config, read, signal, log, files = openSystemFiles() } = options;
  const servers = createNameServers(() => settingsOf(config.names.resolvers, files), probesOf(config), read, signal);
  const slots = { document: createFairLimit(documents), resource: createFairLimit(resources) };
  const logSilence = createSilenceLog(log);

  return async (host, lookup) => {
    const name = lookupName(host);
    if (name === null) throw new CaptureError('name-not-found', 'The host name is not valid.');
    const local = localAddresses(name, files);
    if (local !== undefined) return listed(local);
    const leave = await slots[lookup.purpose].enter(lookup.look, lookup.signal);
    try {
      const since = performance.now();
      const endBy = since + Math.min(maxNameMs, lookup.timeoutMs * share.name);
      const answers = await bothFamilies(servers, name, endBy, lookup);
      if (lookup.signal.aborted) throw lookup.signal.reason;
      const addresses = answers.flatMap((answer) => (answer.status === 'found' ? answer.addresses : []));
      if (addresses.length === 0) await fail(answers, since, lookup.timeoutMs * share.check);
      else logSilence(false);
      return listed(addresses);
    } finally {
      leave();
    }
  };

  async function fail(answers: readonly AddressAnswer[], since: number, checkMs: number): Promise<never> {
    const statuses = answers.map(({ status }) => status);
    if (isGone(answers)) throw new CaptureError('name-not-found', 'The host name does not exist.');
    if (statuses.includes('astray')) {
      throw new CaptureError('name-lookup-failed', 'The aliases (CNAME) of the host name lead nowhere.');
    }
    if (statuses.every((status) => status === 'no-data' || status === 'no-such-name')) {
      throw new CaptureError('name-not-found', 'The host name has no address.');
    }
    const isOurs = !(await servers.answerAtAll(since, checkMs));
    logSilence(isOurs);
    if (isOurs) throw new CaptureError('resolver-failed', silenceReason);
    throw new CaptureError('name-lookup-failed', 'The name servers of the host do not answer.');
  }
}

const silenceReason = 'Our own resolver does not answer: see /etc/resolv.conf and names.resolvers.';

/** NXDOMAIN for A applies to the whole name; some servers wrongly return it for AAAA although there is an A. */
function isGone([v4]: readonly AddressAnswer[]): boolean {
  return v4?.status === 'no-such-name';
}

function probesOf({ canaries }: Pick<Config, 'canaries'>): Question[] {
  const names = canaries.urls.flatMap((url) => lookupName(URL.parse(url)?.hostname ?? '') ?? []);
  return names
    .filter((name) => isIP(name) === 0 && !name.startsWith('['))
    .slice(0, maxProbes)
    .map((name) => ({ name, type: 'A' }));
}

function settingsOf(resolvers: readonly string[], files: SystemFiles): ResolverSettings {
  const system = files.settings();
  const servers = resolvers.flatMap((one) => (one === 'system' ? system.servers : [endpointOf(one)]));
  return { ...system, servers };
}

/** `localhost` and names below it never leave the machine (RFC 6761 §6.3). */
function localAddresses(name: string, files: SystemFiles): readonly string[] | undefined {
  const known = files.hostAddresses(name);
  if (known !== undefined) return known.flatMap(spelt);
  return /(?:^|\.)localhost$/.test(name) ? ['127.0.0.1', '::1'] : undefined;
}

/** Spelled like the remote address of a connected socket. */
function spelt(address: string): string[] {
  const family = isIP(address);
  if (family === 0 || address.includes('%')) return [];
  return [new SocketAddress({ address, family: family === 4 ? 'ipv4' : 'ipv6' }).address];
}

async function bothFamilies(
  servers: NameServers,
  name: string,
  endBy: number,
  { site, signal }: Lookup,
): Promise<readonly AddressAnswer[]> {
  const late = new AbortController();
  const box = { endBy, signal: AbortSignal.any([signal, late.signal]) };
  const follow = async (type: AddressType): Promise<AddressAnswer> => {
    let answer: AddressAnswer = { status: 'alias', way: [name] };
    while (answer.status === 'alias') answer = await servers.put({ type, way: answer.way, site }, box);
    return answer;
  };
  const both = [follow('A'), follow('AAAA')];
  let timer: NodeJS.Timeout | undefined;
  for (const [place, one] of both.entries()) {
    void one.then((answer) => {
      const isEnough = answer.status === 'found' || (place === 0 && isGone([answer]));
      if (isEnough) timer ??= setTimeout(() => late.abort(), otherFamilyMs);
    });
  }
  try {
    return await Promise.all(both);
  } finally {
    clearTimeout(timer);
  }
}

/** IPv6 first if this machine has global IPv6, like the system lookup (RFC 6724). */
function listed(addresses: readonly string[]): LookupAddress[] {
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  if (found.every(({ family }) => family === found[0]?.family)) return found;
  const first = hasGlobalIPv6() ? 6 : 4;
  return found.toSorted((a, b) => Number(b.family === first) - Number(a.family === first));
}

function hasGlobalIPv6(): boolean {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.some(({ family, address }) => family === 'IPv6' && specialPurposeOf(address) === null);
}

/** Logs once when the silence begins and once when it ends. */
function createSilenceLog(log: Logger | undefined): (isSilent: boolean) => void {
  let wasSilent = false;
  return (isSilent) => {
    if (isSilent !== wasSilent) log?.warn({ isSilent }, 'the resolvers of this machine');
    wasSilent = isSilent;
  };
}
