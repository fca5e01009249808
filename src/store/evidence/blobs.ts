/** Contents on disk by hash: `blobs/ab/abcd…`. A blob is complete or absent, whenever the process dies. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { VonggacError } from '../../core/errors.ts';

export interface BlobStore {
  /** Writes the bytes unless they exist, and resolves once they are durable. */
  put(hash: string, bytes: Uint8Array): Promise<void>;
  /** Null when not kept. Rejects bytes that no longer match their hash. */
  get(hash: string): Promise<Uint8Array | null>;
  remove(hash: string): Promise<void>;
  /** Hashes of files last put before `time`. */
  olderThan(time: number): AsyncIterable<string>;
}

export function openBlobStore(dir: string): BlobStore {
  return {
    async put(hash, bytes) {
      const file = pathOf(dir, hash);
      // Touches existing content: pruning spares young files until the transaction that references them commits.
      const isKnown = await utimes(file, new Date(), new Date()).then(
        () => true,
        () => false,
      );
      if (isKnown) return;
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
    async *olderThan(time) {
      for (const folder of await readdir(dir).catch(() => [])) {
        for (const name of await readdir(join(dir, folder))) {
          const file = await stat(join(dir, folder, name)).catch(() => null);
          if (!file || file.mtimeMs >= time) continue;
          // The partial file of a killed process.
          if (name.endsWith('.part')) await rm(join(dir, folder, name), { force: true });
          else yield name;
        }
      }
    },
  };
}

function pathOf(dir: string, hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash))
    throw new VonggacError('bug', 'A blob was requested by something that is not a hash.');
  return join(dir, hash.slice(0, 2), hash);
}
