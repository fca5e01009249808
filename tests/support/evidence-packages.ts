/** Opens evidence packages and makes altered ones, as somebody with the usual tools can. */
import { createHash, type KeyObject, sign } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { entryOptions } from '../../src/monitor/evidence/package-writer.ts';

export type Files = Map<string, Buffer>;

export async function readFiles(path: string): Promise<Files> {
  const files: Files = new Map();
  const zip = await yauzl.openPromise(path, { autoClose: true, lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) chunks.push(chunk);
    files.set(entry.fileName, Buffer.concat(chunks));
  }
  return files;
}

export async function unpackTo(path: string, dir: string): Promise<void> {
  for (const [name, bytes] of await readFiles(path)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), bytes);
  }
}

/** Packs as the product does, so that only the content differs. */
export async function packFiles(path: string, files: Files): Promise<void> {
  const { export: made } = JSON.parse(String(files.get('manifest.json'))) as { export: { at: string } };
  const zip = new yazl.ZipFile();
  for (const [name, bytes] of files) {
    zip.addReadStreamLazy(name, entryOptions(new Date(made.at)), (give) => give(null, Readable.from([bytes])));
  }
  zip.end();
  await pipeline(zip.outputStream as Readable, createWriteStream(path));
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Listed {
  files: { name: string; sizeBytes: number; sha256: string }[];
}

/** Makes manifest and sums fit the files again; with a private key the signatures too. */
export function relist(files: Files, key: KeyObject | null): void {
  const seals = ['manifest.json', 'manifest.sig', 'manifest.tsr', 'SHA256SUMS', 'SHA256SUMS.sig'];
  const manifest = JSON.parse(String(files.get('manifest.json'))) as Listed;
  manifest.files = [...files]
    .filter(([name]) => !seals.includes(name))
    .map(([name, bytes]) => ({ name, sizeBytes: bytes.byteLength, sha256: sha256(bytes) }));
  const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
  files.set('manifest.json', text);
  if (key) files.set('manifest.sig', sign(null, text, key));
  const sums = [...files]
    .filter(([name]) => !name.startsWith('SHA256SUMS'))
    .map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`);
  files.set('SHA256SUMS', Buffer.from(sums.join('')));
  if (key) files.set('SHA256SUMS.sig', sign(null, Buffer.from(sums.join('')), key));
}
