/**
 * Reads an archive of unknown origin: nothing in it is trusted before verification, and every size is bounded before a
 * byte is unpacked. Runs in a command's own process or in a thread, never on the daemon's main loop.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { z } from 'zod';
import {
  type ArchiveEntry,
  entriesFault,
  type Manifest,
  type ManifestFile,
  manifestFault,
  manifestName,
  mostContents,
  sealedName,
} from '../../core/backup/manifest.ts';
import { VonggacError } from '../../core/errors.ts';
import { plainText } from '../../core/text.ts';
import { schemaOf } from '../codecs/finding-shapes.ts';
import { giveToOwner } from '../evidence/key-file.ts';

export interface OpenedArchive {
  readonly manifest: Manifest;
  /** Exact bytes in the archive, because the sealed keys are bound to them. */
  readonly manifestBytes: Buffer;
  /** Null: the backup was made without its keys. */
  readonly sealedKeys: Buffer | null;
  readonly packedBytes: number;
  /**
   * Reads one file to its end and compares size and hash.
   * @param into file to write, private to its owner; null to compare only
   */
  read(file: ManifestFile, into: string | null, signal: AbortSignal): Promise<void>;
  close(): void;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const bytes = z.number().int().nonnegative();

const manifestShape = schemaOf<Manifest>()(
  z.strictObject({
    format: z.literal('vonggac-backup'),
    version: z.literal(1),
    madeAt: z.iso.datetime(),
    product: z.string().max(100),
    schema: z.string().max(200),
    files: z.array(z.strictObject({ name: z.string().max(200), sizeBytes: bytes, sha256: hash })).max(500),
    contents: z.array(z.tuple([hash, bytes])).max(mostContents),
    damaged: z.array(z.tuple([hash, hash])).max(mostContents),
    missing: z.array(hash).max(mostContents),
    unread: z.array(z.string().max(200)).max(500),
  }),
);

/** @throws VonggacError `bad-file` with one sentence */
export async function openArchive(file: string): Promise<OpenedArchive> {
  await refuseUnlessFile(file);
  // Names stay bytes; `core` alone decides which are allowed.
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
  const zip = await openPromise(file, options).catch((cause: unknown) => {
    throw notBackup(file, `is no whole backup (${plainText(String((cause as Error).message), 120)})`, cause);
  });
  try {
    return await readOpened(file, zip);
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function readOpened(file: string, zip: ZipFile): Promise<OpenedArchive> {
  if (zip.entryCount > mostContents + 510) throw notBackup(file, 'holds more files than any backup');
  const entries = new Map<string, Entry>();
  const declared: ArchiveEntry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      if (isOverlong(entry)) throw new Error('an entry with an overlong description');
      const own = declaredOf(entry);
      declared.push(own);
      entries.set(own.name, entry);
    }
  } catch (cause) {
    throw notBackup(file, `has a damaged list of files (${plainText(String((cause as Error).message), 120)})`, cause);
  }
  const fault = entriesFault(declared);
  if (fault !== null) throw notBackup(file, fault);
  const whole = (name: string) => wholeEntry(file, zip, name, entries.get(name));
  const manifestBytes = (await whole(manifestName)) ?? Buffer.alloc(0);
  const manifest = readManifest(file, manifestBytes);
  const difference = manifestFault(manifest, declared);
  if (difference !== null) throw notBackup(file, difference);
  return {
    manifest,
    manifestBytes,
    sealedKeys: await whole(sealedName),
    packedBytes: zip.fileSize,
    read: async (wanted, into, signal) => {
      const entry = entries.get(wanted.name);
      if (entry !== undefined) await readEntry(file, zip, { entry, wanted, into, signal });
    },
    close: () => zip.close(),
  };
}

async function refuseUnlessFile(file: string): Promise<void> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw new VonggacError('bad-file', `The backup ${file} can't be read: check its path and owner.`, { cause });
  });
  const found = await handle.stat();
  await handle.close();
  if (!found.isFile()) throw notBackup(file, 'is not a file');
}

const fileType = 0o100000;
const typeBits = 0o170000;

function declaredOf(entry: Entry): ArchiveEntry {
  // The product writes only ASCII names; Latin-1 keeps all other bytes distinct.
  const name = entry.fileNameRaw.toString('latin1');
  const type = (entry.externalFileAttributes >>> 16) & typeBits;
  const isPlain = type === fileType || type === 0;
  const kind = entry.isEncrypted() ? 'encrypted' : isPlain ? 'file' : 'link';
  return { name, sizeBytes: entry.uncompressedSize, packedBytes: entry.compressedSize, kind };
}

/** Names, comments and extra fields of a million entries are held in memory. */
function isOverlong({ fileNameLength, fileCommentLength, extraFieldLength }: Entry): boolean {
  return fileNameLength > 200 || fileCommentLength > 0 || extraFieldLength > 200;
}

function readManifest(file: string, bytesOf: Buffer): Manifest {
  try {
    const value: unknown = JSON.parse(bytesOf.toString('utf8'));
    const version = (value as { version?: unknown } | null)?.version;
    if (typeof version === 'number' && version > 1)
      throw notBackup(file, `was made by a newer version (format ${version}, this one knows 1): use that version`);
    return manifestShape.parse(value);
  } catch (cause) {
    if (cause instanceof VonggacError) throw cause;
    throw notBackup(file, `has a damaged ${manifestName}`, cause);
  }
}

async function wholeEntry(file: string, zip: ZipFile, name: string, entry: Entry | undefined): Promise<Buffer | null> {
  if (entry === undefined) return null;
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch (cause) {
    throw notBackup(file, `holds a damaged ${name}`, cause);
  }
}

interface Reading {
  readonly entry: Entry;
  readonly wanted: ManifestFile;
  readonly into: string | null;
  readonly signal: AbortSignal;
}

async function readEntry(file: string, zip: ZipFile, { entry, wanted, into, signal }: Reading): Promise<void> {
  const sum = createHash('sha256');
  const note = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      sum.update(chunk);
      yield chunk;
    }
  };
  let source: Readable;
  try {
    source = await zip.openReadStreamPromise(entry);
  } catch (cause) {
    throw notBackup(file, `holds a damaged ${wanted.name}`, cause);
  }
  if (into === null) await pipeline(source, note, drain, { signal }).catch(rethrow);
  else {
    await mkdir(dirname(into), { recursive: true, mode: 0o700 });
    await pipeline(source, note, createWriteStream(into, { flags: 'wx', mode: 0o600 }), { signal }).catch(rethrow);
    await giveToOwner(into);
  }
  if (sum.digest('hex') !== wanted.sha256)
    throw notBackup(file, `was altered or damaged: ${wanted.name} does not match the hash in its manifest`);

  function rethrow(cause: NodeJS.ErrnoException): never {
    if (signal.aborted) throw cause;
    // A system error of the disk it is unpacked to.
    if (cause.syscall !== undefined && into !== null)
      throw new VonggacError('cannot-create', `${into} can't be written (${cause.code}): check space and owner.`, {
        cause,
      });
    throw notBackup(file, `holds a damaged ${wanted.name}`, cause);
  }
}

async function drain(chunks: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of chunks);
}

export function notBackup(file: string, why: string, cause?: unknown): VonggacError {
  const sentence = `The backup ${file} ${plainText(why, 300)}: nothing of it was used, take another one.`;
  return new VonggacError('bad-file', sentence, { cause });
}

/** Path of an archive's file below a folder. Its name has passed the closed list. */
export function placeOf(dir: string, name: string): string {
  return join(dir, ...name.split('/'));
}
