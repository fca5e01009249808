/**
 * The keys of a backup, encrypted with a passphrase: scrypt and AES-256-GCM. The manifest's hash is authenticated with
 * them, so whoever restores with the passphrase also learns whether anything else in the archive was exchanged.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';

/** By file name in the data folder, and the configuration when it holds secrets. */
export type KeptKeys = ReadonlyMap<string, Buffer>;

const magic = Buffer.from('vonggac-keys-1\n');
const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
/** 128 MB and half a second for each guess. Fixed: an archive must not choose what opening it costs. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 192 * 1024 * 1024 };

const packed = z.record(z.string(), z.base64());

export async function sealKeys(keys: KeptKeys, passphrase: string, manifest: Uint8Array): Promise<Buffer> {
  const salt = randomBytes(saltBytes);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt), nonce, { authTagLength: tagBytes });
  cipher.setAAD(boundTo(manifest));
  const text = JSON.stringify(Object.fromEntries([...keys].map(([name, bytes]) => [name, bytes.toString('base64')])));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([magic, salt, nonce, cipher.getAuthTag(), sealed]);
}

/** Null when the passphrase is wrong, or keys or manifest were changed: these can't be told apart. */
export async function openKeys(sealed: Buffer, passphrase: string, manifest: Uint8Array): Promise<KeptKeys | null> {
  if (!sealed.subarray(0, magic.length).equals(magic)) return null;
  const at = magic.length;
  const salt = sealed.subarray(at, at + saltBytes);
  const nonce = sealed.subarray(at + saltBytes, at + saltBytes + nonceBytes);
  const body = at + saltBytes + nonceBytes + tagBytes;
  try {
    const key = await keyOf(passphrase, salt);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(boundTo(manifest));
    decipher.setAuthTag(sealed.subarray(body - tagBytes, body));
    const text = Buffer.concat([decipher.update(sealed.subarray(body)), decipher.final()]).toString('utf8');
    const keys = packed.parse(JSON.parse(text));
    return new Map(Object.entries(keys).map(([name, base64]) => [name, Buffer.from(base64, 'base64')]));
  } catch {
    return null;
  }
}

function boundTo(manifest: Uint8Array): Buffer {
  return createHash('sha256').update(manifest).digest();
}

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

function keyOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  return derive(passphrase.normalize('NFC'), salt, 32, cost);
}
