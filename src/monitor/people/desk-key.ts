/** A key that lies beside the database, not in it: who gets hold of the database alone can't make codes of anybody. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VonggacError } from '../../core/errors.ts';

const keyBytes = 32;

/** The key of this installation, made at its first use and readable by its owner only. */
export async function deskKey(dataDir: string): Promise<Buffer> {
  const path = join(dataDir, 'desk-key');
  const key = (await readKey(path)) ?? (await makeKey(dataDir, path));
  if (key.length === keyBytes) return key;
  throw new VonggacError(
    'storage-failed',
    `The key ${path} is damaged: restore it from a backup, or remove it and have everybody set up their second factor anew.`,
  );
}

async function readKey(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Written aside and then linked into place: of two processes one wins, and nobody reads half a key. */
async function makeKey(dataDir: string, path: string): Promise<Buffer> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  await writeFile(aside, randomBytes(keyBytes), { mode: 0o600, flag: 'wx', flush: true });
  try {
    await link(aside, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(aside, { force: true });
  }
  return readFile(path);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** AES-256-GCM: nonce, tag and text in one. `use` keeps what is sealed for one purpose from being taken for another. */
export function seal(key: Buffer, use: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', subKey(key, use), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Null when it was sealed with another key changed since, or never was anything sealed. */
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
