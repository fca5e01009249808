import { isIPv4 } from 'node:net';
import type { Config } from '../../config/schema/schema.ts';
import { VonggacError } from '../../core/errors.ts';
import type { Database } from '../../store/handle.ts';
import { hasUser } from '../../store/people/users.ts';

export interface ListenAddress {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Parses the configuration's `ADDRESS:PORT`; IPv6 addresses are in brackets. */
export function listenAddress(listen: string): ListenAddress {
  const colon = listen.lastIndexOf(':');
  return { host: listen.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(listen.slice(colon + 1)) };
}

/** Refuses to open the dashboard to other machines while anybody who connects could become the administrator. */
export async function assertMayListen(config: Config, db: Database): Promise<void> {
  const { host } = listenAddress(config.web.listen);
  const isLoopback = host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
  if (isLoopback || (await hasUser(db))) return;
  throw new VonggacError(
    'bad-configuration',
    `web.listen is ${config.web.listen}, which other machines can reach, and there is no account yet: create one with 'vonggac user add NAME --role administrator', or listen on 127.0.0.1.`,
  );
}
