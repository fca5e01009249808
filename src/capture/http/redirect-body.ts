/** The body of a redirect, for the record only: the first bytes that arrive at once, and never an error. */
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { TransferredBody } from './body.ts';

/** Ordinary ones have a few hundred bytes. */
const maxBytes = 65_536;
/** They arrive with the headers. */
const patienceMs = 250;

export async function redirectBody(source: Readable): Promise<Pick<TransferredBody, 'raw' | 'isWhole'>> {
  const chunks: Buffer[] = [];
  const all = collect(source, chunks).catch(() => false);
  const isWhole = await Promise.race([all, wait(patienceMs, false, { ref: false })]);
  return { raw: Buffer.concat(chunks).subarray(0, maxBytes), isWhole };
}

async function collect(source: Readable, chunks: Buffer[]): Promise<boolean> {
  let size = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) return false;
  }
  return true;
}
