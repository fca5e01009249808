/** From the configured address of a proxy to connections over it. */
import type { SecureContext } from 'node:tls';
import { httpTunnel } from './http-tunnel.ts';
import { socksTunnel } from './socks-tunnel.ts';
import type { ProxyAddress, Tunnel } from './tunnel.ts';

const usualPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'socks5:': 1080 };

/**
 * @param proxy an address of the configuration, already validated
 * @param tls what an https proxy's own certificate is verified with
 */
export function createTunnel(proxy: string, tls: SecureContext): Tunnel {
  const url = new URL(proxy);
  const address: ProxyAddress = {
    isSecure: url.protocol === 'https:',
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (usualPorts[url.protocol] ?? 1080) : Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
  return url.protocol === 'socks5:' ? socksTunnel(address) : httpTunnel(address, tls);
}
