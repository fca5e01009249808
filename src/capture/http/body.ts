/** Receives a body, capped before and after decompression. What arrived is kept, whatever goes wrong later. */
import { Readable, type Transform } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';
import type { CutOff } from '../../core/domain/capture.ts';
import { CaptureError } from '../failure.ts';
import { endsWhole, quietMs } from '../whole-markup.ts';

export interface BodyCaps {
  readonly body: number;
  readonly decodedBody: number;
}

export interface ReceivedBody {
  readonly bytes: Uint8Array;
  readonly cutOff: CutOff | null;
}

/** Includes the bytes as received, before decompression. */
export interface TransferredBody extends ReceivedBody {
  readonly raw: Uint8Array;
  /** Also false when reading stopped after the end of the markup. */
  readonly isWhole: boolean;
}

/** More encodings than any legitimate server stacks. */
const maxEncodings = 3;

interface Progress {
  cutOff: CutOff | null;
  readonly raw: Buffer[];
  hasEnded: boolean;
}

/**
 * Reads until the end, a cap, the deadline or a lost connection, or until nothing has come for two seconds after the
 * markup's closing tag. Throws only if the encoding can't be decoded at all.
 */
export async function receiveBody(source: Readable, contentEncoding: string, caps: BodyCaps): Promise<TransferredBody> {
  const progress: Progress = { cutOff: null, raw: [], hasEnded: false };
  const raw = received(source, caps.body, progress);
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (encodings.length > maxEncodings) throw new CaptureError('bad-response', 'The answer is encoded too many times.');
  const isPlain = encodings.length === 0;
  const body = isPlain
    ? await collect(raw, Number.POSITIVE_INFINITY, progress)
    : await decompress(raw, encodings.reverse(), caps.decodedBody, progress);
  return {
    ...body,
    raw: isPlain ? body.bytes : Buffer.concat(progress.raw),
    isWhole: progress.hasEnded && body.cutOff === null,
  };
}

async function* received(source: Readable, cap: number, progress: Progress): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      const room = cap - size;
      size += chunk.length;
      if (size > cap) {
        progress.cutOff = 'body-cap';
        progress.raw.push(chunk.subarray(0, room));
        yield chunk.subarray(0, room);
        return;
      }
      progress.raw.push(chunk);
      yield chunk;
    }
    progress.hasEnded = true;
  } catch (error) {
    progress.cutOff = error instanceof CaptureError && error.kind === 'timed-out' ? 'timed-out' : 'connection-lost';
  }
}

async function collect(parts: AsyncIterable<Buffer>, cap: number, progress: Progress): Promise<ReceivedBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of untilWhole(parts, () => endsWhole(chunks))) {
    const room = cap - size;
    size += chunk.length;
    chunks.push(size > cap ? chunk.subarray(0, room) : chunk);
    if (size > cap) {
      progress.cutOff = 'decompression-cap';
      break;
    }
  }
  return { bytes: Buffer.concat(chunks), cutOff: progress.cutOff };
}

/** Also ends when nothing arrives for a while after `isWhole`, since such a response would not end by itself. */
async function* untilWhole(parts: AsyncIterable<Buffer>, isWhole: () => boolean): AsyncGenerator<Buffer> {
  const source = parts[Symbol.asyncIterator]();
  for (;;) {
    const next = source.next();
    // An abandoned read rejects when the connection is closed.
    next.catch(() => {});
    const timer = new AbortController();
    const quiet = isWhole() ? wait(quietMs, null, { signal: timer.signal }).catch(() => null) : next;
    const step = await Promise.race([next, quiet]).finally(() => timer.abort());
    if (step === null || step.done) return;
    yield step.value;
  }
}

async function decompress(
  raw: AsyncGenerator<Buffer>,
  encodings: readonly string[],
  cap: number,
  progress: Progress,
): Promise<ReceivedBody> {
  const first = await raw.next();
  if (first.done) return { bytes: Buffer.alloc(0), cutOff: progress.cutOff };
  const source = Readable.from(prepend(first.value, raw), { objectMode: false });
  const stages = encodings.map((name) => decoder(name, first.value));
  const last = stages.reduce<Readable>((from, stage) => {
    from.on('error', (error) => stage.destroy(error));
    return from.pipe(stage);
  }, source);
  const chunks: Buffer[] = [];
  try {
    return await collect(recording(last, chunks), cap, progress);
  } catch (error) {
    // Damaged halfway counts as cut off; damaged from the start, there is no answer.
    if (chunks.length === 0)
      throw new CaptureError('bad-response', 'The answer could not be decompressed.', { cause: error });
    return { bytes: Buffer.concat(chunks).subarray(0, cap), cutOff: 'connection-lost' };
  } finally {
    source.destroy();
    for (const stage of stages) stage.destroy();
  }
}

async function* prepend(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

async function* recording(source: Readable, chunks: Buffer[]): AsyncGenerator<Buffer> {
  for await (const chunk of source as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    yield chunk;
  }
}

/** Flushes instead of finishing, so that a truncated body yields what it contains. */
function decoder(encoding: string, firstBytes: Buffer): Transform {
  const flush = { finishFlush: constants.Z_SYNC_FLUSH };
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(flush);
    case 'deflate':
      // Servers send zlib and raw deflate under this name; the low four bits of a zlib header are always 8.
      return ((firstBytes[0] ?? 0) & 0x0f) === 8 ? createInflate(flush) : createInflateRaw(flush);
    case 'br':
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    case 'zstd':
      return createZstdDecompress({ finishFlush: constants.ZSTD_e_flush });
    default:
      throw new CaptureError('bad-response', 'The answer has an encoding that was not offered.');
  }
}
