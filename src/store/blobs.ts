/** Contents by hash on disk: `blobs/ab/abcd…`. A blob is complete or absent, whatever moment the process dies at. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { VonggacError } from '../core/errors.ts';

export interface BlobStore {
  /** Writes the bytes unless they are there, and makes them durable before it resolves. */
  put(hash: string, bytes: Uint8Array): Promise<void>;
  /** Null when not kept. Refuses bytes that no longer have their hash. */
  get(hash: string): Promise<Uint8Array | null>;
  remove(hash: string): Promise<void>;
}

export function openBlobStore(dir: string): BlobStore {
  return {
    async put(hash, bytes) {
      const file = pathOf(dir, hash);
      if (await exists(file)) return;
      await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
      const part = `${file}.${randomUUID()}.part`;
      try {
        const handle = await open(part, 'wx', 0o600);
        try {
          await handle.writeFile(bytes);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(part, file);
      } catch (cause) {
        await rm(part, { force: true });
        throw new VonggacError(
          'storage-failed',
          `The evidence store ${dir} cannot be written: check the free space and the owner of the folder.`,
          { cause },
        );
      }
    },
    async get(hash) {
      const bytes = await readFile(pathOf(dir, hash)).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === 'ENOENT') return null;
        throw new VonggacError(
          'storage-failed',
          `The evidence store ${dir} cannot be read: check the owner of the folder.`,
          { cause },
        );
      });
      if (bytes && createHash('sha256').update(bytes).digest('hex') !== hash) {
        throw new VonggacError('storage-failed', `The kept content ${hash} is damaged: restore it from a backup.`);
      }
      return bytes;
    },
    async remove(hash) {
      await rm(pathOf(dir, hash), { force: true });
    },
  };
}

function pathOf(dir: string, hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new VonggacError('bug', 'A blob was asked for by something that is no hash.');
  return join(dir, hash.slice(0, 2), hash);
}

async function exists(file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch(() => null);
  await handle?.close();
  return handle !== null;
}
