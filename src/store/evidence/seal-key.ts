/** The key `audit-key` beside the database, and its seals: HMAC-SHA-256. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCode, keyBytes } from './key-file.ts';

export type KeyState = 'there' | 'missing' | 'damaged' | 'unreadable';

export function auditKeyFile(dir: string): string {
  return join(dir, 'audit-key');
}

export function readSealKey(dir: string): { readonly state: KeyState; readonly key: Buffer | null } {
  try {
    const key = readFileSync(auditKeyFile(dir));
    return key.length === keyBytes ? { state: 'there', key } : { state: 'damaged', key: null };
  } catch (error) {
    return { state: isCode(error, 'ENOENT') ? 'missing' : 'unreadable', key: null };
  }
}

/** `use` keeps a seal made for one purpose from being accepted for another. */
export function sealOf(key: Buffer, use: string, ref: string | number, hash: string): string {
  return createHmac('sha256', key).update(`${use} ${ref} ${hash}`).digest('hex');
}
