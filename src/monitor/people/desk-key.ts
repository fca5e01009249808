/** A key stored beside the database, not in it: the database alone is not enough to forge anybody's codes. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { VonggacError } from '../../core/errors.ts';
import { keyBytes, makeKeyFile, readKeyFile } from '../../store/evidence/key-file.ts';

/** This installation's key, made at first use and readable only by its owner. */
export async function deskKey(dataDir: string): Promise<Buffer> {
  const path = join(dataDir, 'desk-key');
  const key = (await readKeyFile(path)) ?? (await makeKeyFile(path));
  if (key.length === keyBytes) return key;
  throw new VonggacError(
    'storage-failed',
    `The key ${path} is damaged: restore it from a backup, or remove it and have everybody set up their second factor again.`,
  );
}

/**
 * AES-256-GCM: nonce, tag and text in one. `use` keeps a value sealed for one purpose from being accepted for another.
 */
export function seal(key: Buffer, use: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', subKey(key, use), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Null when it was sealed with an earlier key, or was never sealed. */
export function unseal(key: Buffer, use: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', subKey(key, use), bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function subKey(key: Buffer, use: string): Buffer {
  return createHmac('sha256', key).update(use).digest();
}
