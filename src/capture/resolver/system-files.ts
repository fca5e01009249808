/** The name settings of the machine: `/etc/resolv.conf` and `/etc/hosts`, reread whenever they change. */
import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { lookupName } from '../../core/names/lookup-name.ts';
import { type Endpoint, endpointOf } from '../name/name-server.ts';

/** The part of resolv.conf(5) that matters for URLs: their names are absolute, so `search` and `ndots` do not apply. */
export interface ResolverSettings {
  /** At least one. */
  readonly servers: readonly Endpoint[];
  /** Per query to one server. */
  readonly timeoutMs: number;
  /** Rounds over all servers. */
  readonly attempts: number;
  /** Whether each query starts with the next server. */
  readonly rotate: boolean;
}

export interface SystemFiles {
  readonly settings: () => ResolverSettings;
  /** Addresses of a name in `/etc/hosts`, in file order; undefined if it is not listed. */
  readonly hostAddresses: (name: string) => readonly string[] | undefined;
}

export interface SystemPaths {
  readonly resolvConf: string;
  readonly hosts: string;
}

/** The limits of the system resolver (MAXNS, RES_MAXRETRANS, RES_MAXRETRY). */
const maxServers = 3;
const maxTimeoutS = 30;
const maxAttempts = 5;
const defaults = { timeoutS: 5, attempts: 2 } as const;

export function openSystemFiles(
  { resolvConf, hosts }: SystemPaths = { resolvConf: '/etc/resolv.conf', hosts: '/etc/hosts' },
): SystemFiles {
  const settings = reread(resolvConf, parseResolvConf);
  const table = reread(hosts, parseHosts);
  return { settings, hostAddresses: (name) => table().get(name) };
}

/**
 * Both files are small and local, so they are read synchronously: in the thread pool they would wait behind whatever
 * blocks its four threads. A missing file counts as empty, as for the system resolver.
 */
function reread<T>(path: string, parse: (text: string) => T): () => T {
  let kept: { readonly version: string; readonly value: T } | null = null;
  return () => {
    const version = versionOf(path);
    if (kept?.version !== version) kept = { version, value: parse(textOf(path)) };
    return kept.value;
  };
}

function versionOf(path: string): string {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(path);
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch {
    return 'missing';
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

export function parseResolvConf(text: string): ResolverSettings {
  const servers: Endpoint[] = [];
  let { timeoutS, attempts }: { timeoutS: number; attempts: number } = defaults;
  let rotate = false;
  for (const [keyword, ...values] of linesOf(text, /[#;]/)) {
    if (keyword === 'nameserver') {
      const endpoint = endpointOf(values[0] ?? '');
      if (isIP(endpoint.address) !== 0 && servers.length < maxServers) servers.push(endpoint);
    }
    if (keyword !== 'options') continue;
    for (const option of values) {
      const [name, value = ''] = option.split(':');
      const number = /^\d{1,3}$/.test(value) ? Number(value) : null;
      if (name === 'timeout' && number !== null) timeoutS = Math.min(maxTimeoutS, Math.max(1, number));
      if (name === 'attempts' && number !== null) attempts = Math.min(maxAttempts, Math.max(1, number));
      if (name === 'rotate') rotate = true;
    }
  }
  if (servers.length === 0) servers.push(endpointOf('127.0.0.1'));
  return { servers, timeoutMs: timeoutS * 1_000, attempts, rotate };
}

export function parseHosts(text: string): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>();
  for (const [address = '', ...names] of linesOf(text, /#/)) {
    if (isIP(address) === 0) continue;
    for (const written of names) {
      const name = lookupName(written);
      if (name === null) continue;
      const known = table.get(name) ?? [];
      if (!known.includes(address)) known.push(address);
      table.set(name, known);
    }
  }
  return table;
}

function linesOf(text: string, comment: RegExp): string[][] {
  return text.split('\n').flatMap((line) => {
    const words = (line.split(comment)[0] ?? '').split(/\s+/).filter((word) => word !== '');
    return words.length === 0 ? [] : [words];
  });
}
