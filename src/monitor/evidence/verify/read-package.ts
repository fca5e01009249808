/** Opens a package from an untrusted source: only the plain format that this product writes is read. */
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { shownName } from '../../../core/evidence/verdict.ts';

export interface PackageEntry {
  readonly name: string;
  readonly sizeBytes: number;
  open(): Promise<Readable>;
}

export interface OpenPackage {
  readonly entries: readonly PackageEntry[];
  readonly sizeBytes: number;
  close(): void;
}

/** The file is not read any further; the message is one sentence. */
export class UnreadablePackage extends Error {}

const maxBytes = 8_000_000_000;
const maxEntries = 10_000;
const maxName = 200;
const regularFile = 0x8000;
const fileType = 0xf000;

/** @throws UnreadablePackage */
export async function openPackage(path: string): Promise<OpenPackage> {
  const { size } = await stat(path);
  if (size > maxBytes) throw new UnreadablePackage(`The file is larger than ${maxBytes / 1e9} GB: it was not read.`);
  const zip = await yauzl
    .openPromise(path, { autoClose: false, lazyEntries: true, strictFileNames: true })
    .catch(() => {
      throw new UnreadablePackage('The file is not a whole ZIP file: it was cut off, or is something else.');
    });
  try {
    return { entries: await readEntries(zip, size), sizeBytes: size, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error instanceof UnreadablePackage ? error : new UnreadablePackage(directoryTrouble(error));
  }
}

/** The library's complaint about a name or header. */
function directoryTrouble(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const isName = /^(absolute path|invalid relative path|invalid characters in fileName)/.test(message);
  return isName
    ? `A file's name leads out of the package (${shownName(message.replace(/^[^:]*: /, ''))}): nothing was unpacked.`
    : 'The directory of the ZIP file is damaged.';
}

async function readEntries(zip: yauzl.ZipFile, sizeBytes: number): Promise<PackageEntry[]> {
  if (zip.entryCount > maxEntries) throw new UnreadablePackage(`The package names more than ${maxEntries} files.`);
  const entries: PackageEntry[] = [];
  const names = new Set<string>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    if (entries.length >= maxEntries) throw new UnreadablePackage(`The package names more than ${maxEntries} files.`);
    const trouble = troubleOf(entry, names);
    if (trouble !== null) throw new UnreadablePackage(trouble);
    names.add(folded(entry.fileName));
    total += entry.uncompressedSize;
    // Entries that overlap would unpack to more than the file holds.
    if (total > sizeBytes)
      throw new UnreadablePackage('The package claims to hold more than its file: it was not unpacked.');
    const open = () => zip.openReadStreamPromise(entry).catch(unreadable);
    entries.push({ name: entry.fileName, sizeBytes: entry.uncompressedSize, open });
  }
  return entries;
}

function unreadable(): never {
  throw new UnreadablePackage('The ZIP file is damaged: a file in it cannot be read.');
}

const folded = (name: string) => name.normalize('NFC').toLowerCase();

function troubleOf(entry: yauzl.Entry, names: ReadonlySet<string>): string | null {
  const { fileName, externalFileAttributes, compressionMethod } = entry;
  const name = shownName(fileName);
  if (fileName.length > maxName) return `A file's name is longer than ${maxName} characters.`;
  if (!/^[A-Za-z0-9._/-]+$/.test(fileName)) return `The name ${name} holds characters that no package has.`;
  if (names.has(folded(fileName))) return `The name ${name} comes twice.`;
  if (((externalFileAttributes >>> 16) & fileType) !== regularFile) return `${name} is a link or no plain file.`;
  if (entry.isEncrypted()) return `${name} is encrypted, which no package is.`;
  if (compressionMethod !== 0 || entry.compressedSize !== entry.uncompressedSize)
    return `${name} is compressed, which no package is: it was not unpacked.`;
  return null;
}
