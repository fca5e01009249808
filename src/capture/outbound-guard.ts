/**
 * The one gate for every outgoing connection of a capture, for the HTTP tier and for the browser's proxy alike.
 * Names are resolved once per capture, every address is checked, and the connection goes to a checked address only:
 * there is no second lookup that could answer differently.
 */
import { promises as dns, type LookupAddress } from 'node:dns';
import { isIP, connect as netConnect, type Socket } from 'node:net';
import { CaptureError } from './failure.ts';
import { isInRanges, specialPurposeOf } from './public-address.ts';
import { untilAborted } from './until-aborted.ts';
import type { Tunnel } from './vantage/tunnel.ts';

/**
 * Non-public addresses that captures of one host may reach (`egress.capture`). `host` may carry a port
 * (`127.0.0.1:8081`, `[::1]:8081`): then the exception holds only for captures of exactly that host and port, and
 * opens only that port. Without a port, a page of that host can reach every port of its own host's addresses.
 */
export interface EgressException {
  readonly host: string;
  readonly addresses: readonly string[];
}

/** Finds the addresses of a name; the system's own lookup outside of tests. */
export type ResolveName = (host: string) => Promise<readonly LookupAddress[]>;

export interface OutboundGate {
  /** The parsed address if its form is allowed: http or https, no user name, a host. Throws a `CaptureError`. */
  readonly admit: (url: string) => URL;
  /** The checked addresses of a host (`URL.hostname` form). Throws a `CaptureError`. */
  readonly resolve: (host: string, port: number) => Promise<readonly string[]>;
  /** A connection to a checked address. Throws a `CaptureError`. */
  readonly connect: (host: string, port: number, signal: AbortSignal) => Promise<Socket>;
  /** The checked address at the far end of one of its connections; over a proxy the socket knows only the proxy's. */
  readonly addressOf: (socket: Socket) => string | null;
}

export interface GateOptions {
  /** The address asked for: exceptions are valid only if they are of its own host. */
  readonly ownUrl: string;
  readonly exceptions: readonly EgressException[];
  readonly connectTimeoutMs: number;
  readonly resolveName?: ResolveName;
  /** Instead of the straight way from here; it is given checked addresses only. */
  readonly tunnel?: Tunnel;
}

/** The port that an address means. */
export function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

const systemLookup: ResolveName = (host) => dns.lookup(host, { all: true, order: 'verbatim' });

const withoutBrackets = (host: string) => (host.startsWith('[') ? host.slice(1, -1) : host);

/** `HOST[:PORT]` of an exception in the parser's own spelling. Null when it can't be read. */
function parseException(host: string): { host: string; port: number | null } | null {
  const bare = isIP(host) === 6 ? `[${host}]` : host;
  const url = URL.parse(`http://${bare}/`);
  if (url === null) return null;
  const written = /:(\d{1,5})$/.exec(bare);
  return { host: url.hostname, port: written ? Number(written[1]) : null };
}

/** The exceptions that a capture of `own` may use, each with the port it is bound to. */
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
  const exceptions = ownExceptions(URL.parse(options.ownUrl), options.exceptions);
  const resolveName = options.resolveName ?? systemLookup;
  const found = new Map<string, Promise<readonly LookupAddress[]>>();
  const farEnds = new WeakMap<Socket, string>();

  const lookup = (host: string): Promise<readonly LookupAddress[]> => {
    const name = withoutBrackets(host);
    const family = isIP(name);
    if (family !== 0) return Promise.resolve([{ address: name, family }]);
    const known = found.get(host) ?? resolveName(host).catch(failedLookup);
    found.set(host, known);
    return known;
  };

  const checked = async (host: string, port: number): Promise<readonly LookupAddress[]> => {
    const addresses = await lookup(host);
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
    resolve: async (host, port) => {
      const timeout = AbortSignal.timeout(options.connectTimeoutMs);
      try {
        return (await untilAborted(checked(host, port), timeout)).map(({ address }) => address);
      } catch (error) {
        throw timeout.aborted ? new CaptureError('timed-out', 'The host name was not resolved in time.') : error;
      }
    },
    connect: async (host, port, signal) => {
      const timeout = AbortSignal.timeout(options.connectTimeoutMs);
      const either = AbortSignal.any([signal, timeout]);
      let isInTunnel = false;
      try {
        const addresses = await untilAborted(checked(host, port), either);
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

/** Who let us wait behind a proxy can't be told. */
function lateError(isInTunnel: boolean): CaptureError {
  return isInTunnel
    ? new CaptureError('proxy-failed', 'The proxy of this way out made no connection in time.')
    : new CaptureError('timed-out', 'No connection came about in time.');
}

/** Addresses of one host that are tried over a proxy, one after the other: it tells of each what came of it. */
const mostTunnelled = 3;

/** The older family first: many proxies have no other. */
async function dialThrough(
  tunnel: Tunnel,
  addresses: readonly LookupAddress[],
  port: number,
  signal: AbortSignal,
): Promise<{ socket: Socket; address: string }> {
  let last: unknown;
  for (const { address } of addresses.toSorted((a, b) => a.family - b.family).slice(0, mostTunnelled)) {
    try {
      return { socket: await tunnel(address, port, signal), address };
    } catch (error) {
      last = error;
      if (signal.aborted) break;
    }
  }
  throw last;
}

/** The form of an address that may be asked for at all. */
function admit(input: string): URL {
  const url = URL.parse(input);
  if (url === null) throw new CaptureError('address-refused', 'The address is not readable.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new CaptureError('address-refused', `'${url.protocol}' addresses are not fetched: only http and https are.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new CaptureError('address-refused', 'The address carries a user name or password.');
  }
  if (url.hostname === '') throw new CaptureError('address-refused', 'The address names no host.');
  return url;
}

function failedLookup(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOTFOUND' || code === 'ENODATA') {
    throw new CaptureError('name-not-found', 'The host name does not exist.', { cause: error });
  }
  throw new CaptureError('name-lookup-failed', 'The name servers did not answer.', { cause: error });
}

/** Tries the given addresses in the system's order, both families side by side; no name is looked up here. */
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
      // Belt and braces: the address connected to is one that was checked.
      if (addresses.some(({ address }) => address === socket.remoteAddress)) return resolve(socket);
      socket.destroy();
      reject(new CaptureError('address-refused', 'The connection went to an address that was not checked.'));
    });
  });
}
