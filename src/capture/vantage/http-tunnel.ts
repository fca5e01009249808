/** `CONNECT` (RFC 9110, 9.3.6) through an http or https proxy. */
import { type ClientRequest, request } from 'node:http';
import { connect, isIP, isIPv6, type Socket } from 'node:net';
import { connect as connectSecurely, type SecureContext } from 'node:tls';
import { type ProxyAddress, proxyFailed, type Tunnel, unreachableBeyond } from './tunnel.ts';

export function httpTunnel(proxy: ProxyAddress, tls: SecureContext): Tunnel {
  return (address, port, signal) =>
    new Promise((resolve, reject) => {
      const asked = connectRequest(proxy, tls, isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`);
      const stop = () => asked.destroy(signal.reason);
      const settle = () => signal.removeEventListener('abort', stop);
      asked.once('connect', (answer, socket: Socket, head) => {
        settle();
        const status = answer.statusCode ?? 0;
        if (status < 200 || status > 299) {
          socket.destroy();
          return reject(isBeyond(status) ? unreachableBeyond(`status ${status}`) : proxyFailed(`status ${status}`));
        }
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
      });
      // The proxy answered `CONNECT` like an ordinary request.
      asked.once('response', (answer) => {
        settle();
        answer.destroy();
        reject(proxyFailed('no answer to CONNECT'));
      });
      asked.on('error', (error) => {
        settle();
        reject(signal.aborted ? signal.reason : proxyFailed(codeOf(error), error));
      });
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      asked.end();
    });
}

function connectRequest(proxy: ProxyAddress, secureContext: SecureContext, authority: string): ClientRequest {
  const { host, port, user, password } = proxy;
  const credentials = Buffer.from(`${user}:${password}`).toString('base64');
  const servername = isIP(host) === 0 ? { servername: host } : {};
  return request({
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...(user === '' ? {} : { 'proxy-authorization': `Basic ${credentials}` }) },
    // No agent: the connection is never shared.
    createConnection: () =>
      proxy.isSecure
        ? connectSecurely({ host, port, secureContext, ...servername })
        : connect({ host, port, autoSelectFamily: true, noDelay: true }),
  });
}

/** Gateway errors, and the upstream errors of some proxies (`proxy-chain`, 593 to 596). */
function isBeyond(status: number): boolean {
  return (status >= 502 && status <= 504) || (status >= 593 && status <= 596);
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.name;
}
