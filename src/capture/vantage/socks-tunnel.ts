/** `CONNECT` through a SOCKS5 proxy (RFC 1928, with user name and password by RFC 1929). */
import { connect, type Socket } from 'node:net';
import { SocksClient } from 'socks';
import { type ProxyAddress, proxyFailed, type Tunnel, unreachableBeyond } from './tunnel.ts';

/** Disables the library's own timeout: ours is outside the library. */
const neverMs = 600_000;

/** Replies 3 to 6: the proxy works, but can't reach the address. */
const beyond = /NetworkUnreachable|HostUnreachable|ConnectionRefused|TTLExpired/;

export function socksTunnel({ host, port, user, password }: ProxyAddress): Tunnel {
  return async (address, destinationPort, signal) => {
    const socket = await dialProxy(host, port, signal);
    const stop = () => socket.destroy();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await SocksClient.createConnection({
        proxy: { host, port, type: 5, ...(user === '' ? {} : { userId: user, password }) },
        command: 'connect',
        destination: { host: address, port: destinationPort },
        existing_socket: socket,
        timeout: neverMs,
      });
      return socket;
    } catch (error) {
      socket.destroy();
      if (signal.aborted) throw signal.reason;
      const found = beyond.exec(error instanceof Error ? error.message : '');
      throw found ? unreachableBeyond(found[0]) : proxyFailed('SOCKS5', error);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  };
}

function dialProxy(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, autoSelectFamily: true, noDelay: true });
    const stop = () => socket.destroy(signal.reason);
    socket.on('error', (error) => {
      signal.removeEventListener('abort', stop);
      reject(signal.aborted ? signal.reason : proxyFailed('code' in error ? String(error.code) : error.name, error));
    });
    socket.once('connect', () => {
      signal.removeEventListener('abort', stop);
      resolve(socket);
    });
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}
