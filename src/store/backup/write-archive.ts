/** Writes a backup as an ordinary ZIP archive, file by file, never holding it in memory. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { isCode } from '../evidence/key-file.ts';

export interface WrittenFile {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** 0: pictures are already compressed. A database compresses nearly as well at 1, three times as fast. */
export type Packing = 0 | 1 | 6;

export interface ArchiveWriter {
  /** Adds a file as it is read. @returns null when there is no such file */
  addFile(name: string, path: string, packing: Packing): Promise<WrittenFile | null>;
  addBytes(name: string, bytes: Uint8Array): Promise<WrittenFile>;
  /** Resolves once the archive is complete and on disk. @returns its size */
  end(): Promise<number>;
  /** Stops writing; the unfinished file stays. */
  abort(): Promise<void>;
}

/** Up to this size a file is read at once: a stream would reserve a large buffer for each of many small ones. */
const wholeBytes = 1024 * 1024;

/** @param path must not exist; readable by its owner only */
export function createArchive(path: string, signal: AbortSignal): ArchiveWriter {
  const zip = new ZipFile();
  let sizeBytes = 0;
  const failing = Promise.withResolvers<never>();
  failing.promise.catch(() => undefined);
  zip.on('error', (error: unknown) => failing.reject(error));
  const writing = pipeline(
    zip.outputStream as Readable,
    async function* count(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        sizeBytes += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(path, { flags: 'wx', mode: 0o600 }),
    { signal },
  );
  writing.catch(failing.reject);

  async function add(name: string, bytes: Readable, packing: Packing): Promise<WrittenFile> {
    const hash = createHash('sha256');
    let size = 0;
    const counted = new PassThrough();
    const reading = pipeline(
      bytes,
      async function* note(chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          size += chunk.length;
          yield chunk;
        }
      },
      counted,
    );
    // A fixed time, so that equal contents make equal archives.
    zip.addReadStream(counted, name, { mtime: epoch, mode: 0o100600, compressionLevel: packing });
    await Promise.race([Promise.all([reading, finished(counted)]), failing.promise]);
    return { sizeBytes: size, sha256: hash.digest('hex') };
  }

  return {
    async addFile(name, file, packing) {
      const found = await open(file, 'r').catch((error: unknown) => {
        if (isCode(error, 'ENOENT')) return null;
        throw error;
      });
      if (found === null) return null;
      const { size } = await found.stat();
      if (size > wholeBytes) return add(name, found.createReadStream({ highWaterMark: wholeBytes }), packing);
      try {
        return await add(name, Readable.from([await found.readFile()]), packing);
      } finally {
        await found.close();
      }
    },
    addBytes: (name, bytes) => add(name, Readable.from([Buffer.from(bytes)]), 6),
    async end() {
      zip.end();
      await Promise.race([writing, failing.promise]);
      const written = await open(path, 'r');
      try {
        await written.sync();
      } finally {
        await written.close();
      }
      return sizeBytes;
    },
    async abort() {
      failing.reject(new Error('aborted'));
      (zip.outputStream as Readable).destroy();
      await writing.catch(() => undefined);
    },
  };
}

/** The earliest time a ZIP archive can hold. */
const epoch = new Date(1980, 0, 1);
