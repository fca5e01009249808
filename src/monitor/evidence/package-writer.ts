/**
 * Writes a ZIP file entry by entry and hashes its contents. Nothing is compressed and all entries have the same time, so
 * that equal contents make equal bytes: `verify` packs them again and compares.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import type { PackedFile } from '../../core/evidence/manifest.ts';
import { plainJson } from '../../core/text.ts';

export interface PackageWriter {
  /** Resolves once the content has been read completely. */
  add(name: string, content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<PackedFile>;
  /** Resolves once everything is on disk. */
  end(): Promise<void>;
  /** Aborts writing; the caller removes the file. */
  abandon(error: Error): Promise<void>;
}

/** Shared with `verify`, which must pack identically. */
export const entryOptions = (at: Date) => ({ compress: false, mtime: at, mode: 0o100644 }) as const;

/** @param path a new file, readable by its owner only */
export function createPackageWriter(path: string, at: Date): PackageWriter {
  const zip = new yazl.ZipFile();
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  const written = pipeline(zip.outputStream as Readable, file);
  // `add` and `end` report the error; without this handler it would end the process.
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
      // On a full disk the file ends first and nobody reads the rest.
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
