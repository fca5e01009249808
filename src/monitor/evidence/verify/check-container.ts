/** Compares the ZIP file byte by byte with what this product would write for the same files. */
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import yazl from 'yazl';
import { type Claim, claim } from '../../../core/evidence/verdict.ts';
import { entryOptions } from '../package-writer.ts';
import type { OpenPackage } from './read-package.ts';

export async function checkContainer(path: string, found: OpenPackage, at: Date): Promise<Claim> {
  const isSame = await isPackedAlike(path, found, at).catch(() => false);
  return isSame
    ? claim('container', 'holds', 'The ZIP file is byte for byte as it was made.')
    : claim('container', 'broken', 'The ZIP file around the files was changed, or they were packed again.');
}

async function isPackedAlike(path: string, { entries, sizeBytes }: OpenPackage, at: Date): Promise<boolean> {
  const zip = new yazl.ZipFile();
  for (const { name, open: openEntry } of entries) {
    zip.addReadStreamLazy(name, entryOptions(at), (give) => {
      openEntry().then(
        (stream) => give(null, stream),
        (error) => give(error, null as never),
      );
    });
  }
  zip.end();
  const output = zip.outputStream as Readable;
  zip.on('error', (error) => output.destroy(error as Error));
  const file = await open(path, 'r');
  try {
    let position = 0;
    for await (const chunk of output as AsyncIterable<Buffer>) {
      const own = Buffer.alloc(chunk.byteLength);
      const { bytesRead } = await file.read(own, 0, own.byteLength, position);
      if (bytesRead !== chunk.byteLength || !own.equals(chunk)) return false;
      position += chunk.byteLength;
    }
    return position === sizeBytes;
  } finally {
    output.destroy();
    await file.close();
  }
}
