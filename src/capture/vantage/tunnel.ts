/** Connections from a vantage: to a checked address, through a proxy configured by the operator. */
import type { Socket } from 'node:net';
import { CaptureError } from '../failure.ts';

/**
 * Connects to an address checked by the gate; the proxy gets no name to look up. Throws a `CaptureError`: `proxy-failed`
 * unless the proxy reported that the address can't be reached.
 */
export type Tunnel = (address: string, port: number, signal: AbortSignal) => Promise<Socket>;

/** The parsed URL of a proxy. */
export interface ProxyAddress {
  readonly isSecure: boolean;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** The proxy is at fault, or it is unclear who is. */
export function proxyFailed(why: string, cause?: unknown): CaptureError {
  return new CaptureError('proxy-failed', `The proxy of the vantage made no connection (${why}).`, { cause });
}

/** The proxy works but could not reach the address. */
export function unreachableBeyond(why: string): CaptureError {
  return new CaptureError('connection-refused', `The host can't be reached through the proxy (${why}).`);
}
