/** Turns the configured proxy URL of a vantage into connections through it. */
import type { SecureContext } from 'node:tls';
import { httpTunnel } from './http-tunnel.ts';
import { socksTunnel } from './socks-tunnel.ts';
import type { ProxyAddress, Tunnel } from './tunnel.ts';

const usualPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'socks5:': 1080 };

/**
 * @param proxy URL from the configuration, already validated
 * @param tls for verifying the certificate of an https proxy
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
