/** Name-based UUIDs (RFC 9562, version 5): the same name has the same identifier at every export. */
import { sha1 } from '@noble/hashes/legacy.js';

/** The namespace of URLs and URNs. */
export const urlNamespace = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';
const utf8 = new TextEncoder();

export function nameUuid(namespace: string, name: string): string {
  const prefix = Uint8Array.from(namespace.replaceAll('-', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const hash = sha1(Uint8Array.of(...prefix, ...utf8.encode(name))).slice(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
