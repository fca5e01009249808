/** Another way out: connections to a checked address over a proxy that the operator named. */
import type { Socket } from 'node:net';
import { CaptureError } from '../failure.ts';

/**
 * A connection to an address that the gate has checked; the proxy is given no name to look up. Throws a `CaptureError`:
 * `proxy-failed` unless the proxy said that it is the address which can't be reached.
 */
export type Tunnel = (address: string, port: number, signal: AbortSignal) => Promise<Socket>;

/** Where the proxy is, taken apart once. */
export interface ProxyAddress {
  readonly isSecure: boolean;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** The proxy is at fault, or nobody can tell. */
export function proxyFailed(why: string, cause?: unknown): CaptureError {
  return new CaptureError('proxy-failed', `The proxy of this way out made no connection (${why}).`, { cause });
}

/** The proxy works and could not reach the address. */
export function unreachableBeyond(why: string): CaptureError {
  return new CaptureError('connection-refused', `The host can't be reached from beyond the proxy (${why}).`);
}
