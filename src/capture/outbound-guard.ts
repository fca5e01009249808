/**
 * The gate for every outgoing connection of a capture, used by the HTTP tier and the browser's proxy alike. Names are
 * resolved once per capture, every address is checked, and connections go only to checked addresses: there is no second
 * lookup that could answer differently (DNS rebinding).
 */
import type { LookupAddress } from 'node:dns';
import { isIP, connect as netConnect, type Socket } from 'node:net';
import { registrableDomain } from '../core/address.ts';
import { CaptureError } from './failure.ts';
import { isInRanges, specialPurposeOf } from './public-address.ts';
import type { Lookup, ResolveName } from './resolver/name-resolver.ts';
import { untilAborted } from './until-aborted.ts';
import type { Tunnel } from './vantage/tunnel.ts';

/**
 * Non-public addresses that captures of one host may reach (`egress.capture`). `host` may carry a port
 * (`127.0.0.1:8081`, `[::1]:8081`): then the exception applies only to captures of exactly that host and
 * port, and opens only that port. Without a port, a page of that host can reach every port of its host's addresses.
 */
export interface EgressException {
  readonly host: string;
  readonly addresses: readonly string[];
}

/** Whether a name is looked up for a page (the requested URL and its redirects) or for something that it embeds. */
export type Purpose = Lookup['purpose'];

export interface OutboundGate {
  /** Parses a URL and checks its form: http or https, a host, no credentials. Throws a `CaptureError`. */
  readonly admit: (url: string) => URL;
  /** The checked addresses of a document host (as in `URL.hostname`). Throws a `CaptureError`. */
  readonly resolve: (host: string, port: number) => Promise<readonly string[]>;
  /** Connects to a checked address, by default for a document. Throws a `CaptureError`. */
  readonly connect: (host: string, port: number, signal: AbortSignal, purpose?: Purpose) => Promise<Socket>;
  /** The checked remote address of a connection; over a vantage the socket only knows the proxy's. */
  readonly addressOf: (socket: Socket) => string | null;
}

export interface GateOptions {
  /** The requested URL: exceptions apply only if they are for its own host. */
  readonly ownUrl: string;
  readonly exceptions: readonly EgressException[];
  readonly connectTimeoutMs: number;
  readonly resolveName: ResolveName;
  /** Aborts when the capture ends, which also ends its name lookups. */
  readonly signal: AbortSignal;
  /** Connects through a vantage instead of directly; receives checked addresses only. */
  readonly tunnel?: Tunnel;
}

/** The effective port of a URL. */
export function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

/** Names resolved for one page; the largest portals embed from thirty hosts. */
const maxResourceNames = 200;

const withoutBrackets = (host: string) => (host.startsWith('[') ? host.slice(1, -1) : host);

/** `HOST[:PORT]` of an exception, normalised by the URL parser. Null if invalid. */
function parseException(host: string): { host: string; port: number | null } | null {
  const bare = isIP(host) === 6 ? `[${host}]` : host;
  const url = URL.parse(`http://${bare}/`);
  if (url === null) return null;
  const written = /:(\d{1,5})$/.exec(bare);
  return { host: url.hostname, port: written ? Number(written[1]) : null };
}

/** The exceptions that apply to captures of `own`, each with the port that it is bound to. */
function ownExceptions(own: URL | null, exceptions: readonly EgressException[]) {
  if (own === null) return [];
  return exceptions.flatMap((exception) => {
    const parsed = parseException(exception.host);
    if (parsed === null || parsed.host !== own.hostname) return [];
    if (parsed.port !== null && parsed.port !== portOf(own)) return [];
    return [{ ...parsed, addresses: exception.addresses }];
  });
}

/** One gate for one capture. */
export function createGate(options: GateOptions): OutboundGate {
  const own = URL.parse(options.ownUrl);
  const exceptions = ownExceptions(own, options.exceptions);
  const site = registrableDomain(own?.hostname ?? '');
  const { connectTimeoutMs, resolveName, signal: end } = options;
  const found = new Map<string, Promise<readonly LookupAddress[]>>();
  let resourceNames = 0;
  const farEnds = new WeakMap<Socket, string>();

  const lookup = async (host: string, purpose: Purpose): Promise<readonly LookupAddress[]> => {
    const name = withoutBrackets(host);
    const family = isIP(name);
    if (family !== 0) return [{ address: name, family }];
    const known = found.get(host);
    if (known !== undefined) return known;
    if (purpose === 'resource') {
      if (resourceNames === maxResourceNames) throw new CaptureError('address-refused', tooManyNames);
      resourceNames += 1;
    }
    const asked = lookUp(host, purpose);
    asked.catch(() => {}); // the caller may be gone
    found.set(host, asked);
    return asked;
  };

  /** Shared by all connections that wait for the name, so it ends with the capture rather than with one of them. */
  const lookUp = async (host: string, purpose: Purpose): Promise<readonly LookupAddress[]> => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(lateLookup()), connectTimeoutMs);
    const signal = AbortSignal.any([end, late.signal]);
    try {
      const asked = resolveName(host, { look: found, site, purpose, timeoutMs: connectTimeoutMs, signal });
      return await untilAborted(asked, signal);
    } catch (error) {
      throw signal.aborted ? signal.reason : lookupError(error);
    } finally {
      clearTimeout(timer);
    }
  };

  const checked = async (host: string, port: number, purpose: Purpose): Promise<readonly LookupAddress[]> => {
    const addresses = await lookup(host, purpose);
    const excepted = exceptions.filter((one) => one.host === host && (one.port === null || one.port === port));
    const allowed = addresses.filter(
      ({ address }) => specialPurposeOf(address) === null || excepted.some((one) => isInRanges(address, one.addresses)),
    );
    if (allowed.length > 0) return allowed;
    const first = addresses[0]?.address;
    if (first === undefined) throw new CaptureError('name-not-found', 'The host name has no address.');
    throw new CaptureError('address-refused', `The address ${first} is not public (${specialPurposeOf(first)}).`);
  };

  return {
    admit,
    resolve: async (host, port) => (await checked(host, port, 'document')).map(({ address }) => address),
    connect: async (host, port, signal, purpose = 'document') => {
      const timeout = AbortSignal.timeout(connectTimeoutMs);
      const either = AbortSignal.any([signal, timeout]);
      let isInTunnel = false;
      try {
        const addresses = await untilAborted(checked(host, port, purpose), either);
        if (!options.tunnel) return await dial(addresses, port, either);
        isInTunnel = true;
        const { socket, address } = await dialThrough(options.tunnel, addresses, port, either);
        farEnds.set(socket, address);
        return socket;
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (timeout.aborted) throw lateError(isInTunnel);
        throw error;
      }
    },
    addressOf: (socket) => farEnds.get(socket) ?? socket.remoteAddress ?? null,
  };
}

/** Over a proxy it is unknown who was slow. */
function lateError(isInTunnel: boolean): CaptureError {
  return isInTunnel
    ? new CaptureError('proxy-failed', 'The proxy of the vantage made no connection in time.')
    : new CaptureError('timed-out', 'No connection was established in time.');
}

/** Addresses of one host tried over a proxy, one after the other. */
const maxTunnelAttempts = 3;

/** IPv4 first: many proxies support nothing else. */
async function dialThrough(
  tunnel: Tunnel,
  addresses: readonly LookupAddress[],
  port: number,
  signal: AbortSignal,
): Promise<{ socket: Socket; address: string }> {
  let last: unknown;
  for (const { address } of addresses.toSorted((a, b) => a.family - b.family).slice(0, maxTunnelAttempts)) {
    try {
      return { socket: await tunnel(address, port, signal), address };
    } catch (error) {
      last = error;
      if (signal.aborted) break;
    }
  }
  throw last;
}

/** Checks whether the form of a URL is allowed. */
function admit(input: string): URL {
  const url = URL.parse(input);
  if (url === null) throw new CaptureError('address-refused', 'The address is not a valid URL.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new CaptureError('address-refused', `'${url.protocol}' addresses are not fetched: only http and https are.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new CaptureError('address-refused', 'The address contains a user name or password.');
  }
  if (url.hostname === '') throw new CaptureError('address-refused', 'The address names no host.');
  return url;
}

const tooManyNames = `The page names more than ${maxResourceNames} hosts: this one was not looked up.`;
const lateLookup = () => new CaptureError('timed-out', 'The host name was not resolved in time.');

function lookupError(error: unknown): CaptureError {
  if (error instanceof CaptureError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOTFOUND' || code === 'ENODATA') {
    return new CaptureError('name-not-found', 'The host name does not exist.', { cause: error });
  }
  return new CaptureError('name-lookup-failed', 'The name servers did not answer.', { cause: error });
}

/** Tries the given addresses in order, both families in parallel (Happy Eyeballs); looks up no name. */
function dial(addresses: readonly LookupAddress[], port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = netConnect({
      host: 'checked.invalid',
      port,
      autoSelectFamily: true,
      lookup: (_host, _options, callback) => callback(null, [...addresses]),
      noDelay: true,
    });
    const stop = () => socket.destroy(signal.reason);
    const settle = () => {
      signal.removeEventListener('abort', stop);
      socket.off('error', onError);
    };
    const onError = (error: Error) => {
      settle();
      reject(error);
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    socket.once('error', onError);
    socket.once('connect', () => {
      settle();
      // Defence in depth: verify that the connected address is one that was checked.
      if (addresses.some(({ address }) => address === socket.remoteAddress)) return resolve(socket);
      socket.destroy();
      reject(new CaptureError('address-refused', 'The connection went to an address that was not checked.'));
    });
  });
}
