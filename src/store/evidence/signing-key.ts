/**
 * The installation's Ed25519 keys, which sign evidence packages: `evidence-key.json` beside the database. It holds the
 * current private key and every public key with its period, so a rotation replaces one file.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { VonggacError } from '../../core/errors.ts';
import { giveToOwner, placeNew, readKeyFile } from './key-file.ts';

export interface PublishedKey {
  /** Lower-case hexadecimal SHA-256 of the public key in DER (SubjectPublicKeyInfo). */
  readonly fingerprint: string;
  /** PEM. */
  readonly publicKey: string;
  readonly from: number;
  /** Null for the current key. */
  readonly until: number | null;
}

export interface SigningKey extends PublishedKey {
  readonly privateKey: KeyObject;
}

const stored = z.object({
  v: z.literal(1),
  privateKey: z.string(),
  keys: z
    .array(
      z.object({
        fingerprint: z.string(),
        publicKey: z.string(),
        from: z.number(),
        until: z.number().nullable(),
      }),
    )
    .min(1),
});
type Stored = z.output<typeof stored>;

export function signingKeyFile(dataDir: string): string {
  return join(dataDir, 'evidence-key.json');
}

/** Null before the first key. The newest key comes last. */
export async function readSigningKey(
  dataDir: string,
): Promise<{ own: SigningKey; all: readonly PublishedKey[] } | null> {
  const path = signingKeyFile(dataDir);
  const bytes = await readKeyFile(path).catch((cause) => {
    throw new VonggacError('storage-failed', `The key ${path} can't be read: check its owner.`, { cause });
  });
  return bytes === null ? null : opened(path, bytes);
}

/** Creates the first key if there is none. */
export async function signingKey(dataDir: string, now: number): Promise<SigningKey> {
  const found = await readSigningKey(dataDir);
  if (found !== null) return found.own;
  await placeNew(signingKeyFile(dataDir), JSON.stringify(withNewKey([], now)));
  const made = await readSigningKey(dataDir);
  if (made === null) throw new VonggacError('storage-failed', `No key can be made in ${dataDir}: check its owner.`);
  return made.own;
}

/** Replaces the current key. The caller ensures that only one process does this at a time. */
export async function rotateSigningKey(dataDir: string, now: number): Promise<SigningKey> {
  const path = signingKeyFile(dataDir);
  const found = await readSigningKey(dataDir);
  const ended = (found?.all ?? []).map((key) => ({ ...key, until: key.until ?? now }));
  const next = Buffer.from(JSON.stringify(withNewKey(ended, now)));
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    const file = await open(aside, 'wx', 0o600);
    try {
      await file.writeFile(next);
      await file.sync();
    } finally {
      await file.close();
    }
    await giveToOwner(aside);
    await rename(aside, path);
  } finally {
    await rm(aside, { force: true });
  }
  return opened(path, next).own;
}

export function fingerprintOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

function withNewKey(ended: readonly PublishedKey[], now: number): Stored {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const published = {
    fingerprint: fingerprintOf(publicKey),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    from: now,
    until: null,
  };
  return {
    v: 1,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    keys: [...ended, published],
  };
}

function opened(path: string, bytes: Buffer): { own: SigningKey; all: readonly PublishedKey[] } {
  try {
    const { keys, privateKey: pem } = stored.parse(JSON.parse(bytes.toString('utf8')));
    const privateKey = createPrivateKey(pem);
    const present = keys.at(-1);
    if (present === undefined || fingerprintOf(createPublicKey(privateKey)) !== present.fingerprint)
      throw new VonggacError('storage-failed', 'The private key is not that of the newest public key.');
    return { own: { ...present, privateKey }, all: keys };
  } catch (cause) {
    throw new VonggacError(
      'storage-failed',
      `The key ${path} is damaged: restore it from a backup; without one, remove it and the next export makes another.`,
      { cause },
    );
  }
}
