/**
 * Content hashes for `core/`, which must not use Node's crypto module. Two functions on purpose. `contentHash` is
 * cryptographic (SHA-256, cut to 64 bits): it decides whether text is known, and someone who has read this source must
 * not be able to write a defacement that hashes like the agency's own heading. `fastHash` (MurmurHash3 x86 32) only
 * identifies shapes, words and addresses, where a forged match gains nothing that copying the page would not.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const encoder = new TextEncoder();

/** First 64 bits of SHA-256 over the text's UTF-8, as 16 lower-case hexadecimal digits. */
export function contentHash(text: string): string {
  return bytesToHex(sha256(encoder.encode(text)).subarray(0, 8));
}

/** MurmurHash3 x86 32 over UTF-16 units, two per round; unsigned. */
export function fastHash(text: string, seed = 0): number {
  let hash = seed;
  const even = text.length & ~1;
  for (let i = 0; i < even; i += 2) hash = mix(hash, text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16));
  if (even < text.length) hash = mix(hash, text.charCodeAt(even));
  return finish(hash ^ text.length);
}

/** Combines a number with a hash: order matters. Unsigned. */
export function joinHash(hash: number, value: number): number {
  return mix(hash, value) >>> 0;
}

function mix(hash: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  let h = hash ^ Math.imul(k, 0x1b873593);
  h = (h << 13) | (h >>> 19);
  return (Math.imul(h, 5) + 0xe6546b64) | 0;
}

function finish(hash: number): number {
  let h = hash;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
