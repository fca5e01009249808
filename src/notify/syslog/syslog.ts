/** The channel syslog: events for a collector, over TLS, TCP or UDP. */
import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Channel, Clock } from '../../core/ports.ts';
import type { RelayEndpoint } from '../../core/relay/relay-table.ts';
import { plainText } from '../../core/text.ts';
import { eventId, relayChannel } from '../relay-channel.ts';
import { createConnection } from './connection.ts';
import { type SyslogFrame, syslogMessage } from './rfc5424.ts';

export interface SyslogOptions extends Omit<SyslogFrame, 'id' | 'sequence' | 'host'> {
  readonly endpoint: RelayEndpoint;
  readonly collector: { readonly host: string; readonly port: number };
  readonly transport: 'tls' | 'tcp' | 'udp';
  /** Roots to trust, and a certificate of our own. */
  readonly tls: Pick<ConnectionOptions, 'ca' | 'cert' | 'key'>;
  /** Our own name. */
  readonly host: string;
  readonly hourlyCap: number;
  readonly clock: Clock;
  readonly timeLimitMs?: number;
}

export interface SyslogChannel extends Channel {
  readonly close: () => void;
}

const defaultTimeLimitMs = 15_000;

export function createSyslog(options: SyslogOptions): SyslogChannel {
  const { endpoint, hourlyCap } = options;
  const collector = options.transport === 'udp' ? datagrams(options) : stream(options);
  const channel = relayChannel(endpoint, hourlyCap, async (notice, notification) => {
    const message = syslogMessage(notice, { ...options, id: eventId(notification), sequence: notification.id });
    try {
      await collector.send(message);
      return { status: 'sent', response: `${message.length} bytes` };
    } catch (error) {
      const reason = plainText(error instanceof Error ? error.message : String(error), 200);
      return { status: 'later', reason, server: 'down' };
    }
  });
  return { ...channel, close: collector.close };
}

function stream({ collector, transport, tls, clock, timeLimitMs = defaultTimeLimitMs }: SyslogOptions) {
  const { host, port } = collector;
  const secured = { ...tls, minVersion: 'TLSv1.2', ...(isIP(host) === 0 ? { servername: host } : {}) } as const;
  return createConnection({ host, port, tls: transport === 'tls' ? secured : null, clock, timeLimitMs });
}

/** Datagrams may be lost unnoticed. */
function datagrams({ collector: { host, port } }: SyslogOptions) {
  return {
    send: (message: Buffer) =>
      new Promise<void>((resolve, reject) => {
        const socket = createSocket(isIP(host) === 6 ? 'udp6' : 'udp4');
        socket.once('error', (error) => {
          socket.close();
          reject(error);
        });
        socket.send(message, port, host, (error) => {
          if (error) return;
          socket.close();
          resolve();
        });
      }),
    close: () => undefined,
  };
}
