/**
 * Writes a ZIP file one entry after the other, and hashes what goes in. Nothing is compressed and every entry has the
 * same time, so the same content always makes the same bytes: `verify` packs it again and compares.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import type { PackedFile } from '../../core/evidence/manifest.ts';
import { plainJson } from '../../core/text.ts';

export interface PackageWriter {
  /** Resolves when the content was read to its end. */
  add(name: string, content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<PackedFile>;
  /** Resolves when everything is on the disk. */
  end(): Promise<void>;
  /** Gives up; the caller removes the file. */
  abandon(error: Error): Promise<void>;
}

/** Shared with `verify`, which must pack alike. */
export const entryOptions = (at: Date) => ({ compress: false, mtime: at, mode: 0o100644 }) as const;

/** @param path a new file, readable by its owner only */
export function createPackageWriter(path: string, at: Date): PackageWriter {
  const zip = new yazl.ZipFile();
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  const written = pipeline(zip.outputStream as Readable, file);
  // Reported by `add` and `end`; without a handler here it would end the process.
  written.catch(() => undefined);
  zip.on('error', () => undefined);
  return {
    async add(name, content) {
      const hash = createHash('sha256');
      let sizeBytes = 0;
      const source = Readable.from(content, { objectMode: false });
      const counted = new PassThrough();
      const read = pipeline(
        source,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            hash.update(chunk);
            sizeBytes += chunk.byteLength;
            yield chunk;
          }
        },
        counted,
      );
      read.catch(() => undefined);
      zip.addReadStreamLazy(name, entryOptions(at), (give) => give(null, counted));
      // A full disk ends the file first, and nobody reads on.
      await Promise.race([read, written.then(() => read)]);
      return { name, sizeBytes, sha256: hash.digest('hex') };
    },
    async end() {
      zip.end();
      await written;
    },
    async abandon(error) {
      file.destroy(error);
      await written.catch(() => undefined);
    },
  };
}

/** The lines of a JSONL file. */
export async function* jsonLines(values: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const value of values) yield Buffer.from(`${plainJson(JSON.stringify(value))}\n`);
}
