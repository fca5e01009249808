/** A file that was made for one download. */
import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { SignedInVisit } from './gate/route.ts';

/** Removes the file: it is readable until it was sent, and gone even when the process ends before that. */
export async function sendFile({ context }: SignedInVisit, path: string, name: string): Promise<Response> {
  const file = await open(path, 'r');
  await rm(path, { force: true });
  const { size } = await file.stat();
  return context.body(Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array<ArrayBuffer>>, 200, {
    'Content-Type': 'application/zip',
    'Content-Length': String(size),
    'Content-Disposition': `attachment; filename="${name}"`,
  });
}
