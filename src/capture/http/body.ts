/** Receives a body: capped before and after decompression; what arrived counts, whatever went wrong after it. */
import { Readable, type Transform } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';
import type { CutOff } from '../../core/model.ts';
import { CaptureError } from '../failure.ts';

export interface BodyCaps {
  readonly body: number;
  readonly decodedBody: number;
}

export interface ReceivedBody {
  readonly bytes: Uint8Array;
  readonly cutOff: CutOff | null;
}

/** More layers than a server ever has a reason for. */
const maxEncodings = 3;

interface Progress {
  cutOff: CutOff | null;
}

/** Reads to the end, to a cap, to the deadline or to the loss of the connection. Throws only on an unknown encoding. */
export async function receiveBody(source: Readable, contentEncoding: string, caps: BodyCaps): Promise<ReceivedBody> {
  const progress: Progress = { cutOff: null };
  const raw = received(source, caps.body, progress);
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (encodings.length > maxEncodings) throw new CaptureError('bad-response', 'The answer is encoded too many times.');
  if (encodings.length === 0) return collect(raw, Number.POSITIVE_INFINITY, progress);
  return decompress(raw, encodings.reverse(), caps.decodedBody, progress);
}

async function* received(source: Readable, cap: number, progress: Progress): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      const room = cap - size;
      size += chunk.length;
      if (size > cap) {
        progress.cutOff = 'body-cap';
        yield chunk.subarray(0, room);
        return;
      }
      yield chunk;
    }
  } catch (error) {
    progress.cutOff = error instanceof CaptureError && error.kind === 'timed-out' ? 'timed-out' : 'connection-lost';
  }
}

async function collect(parts: AsyncIterable<Buffer>, cap: number, progress: Progress): Promise<ReceivedBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of parts) {
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
    return await collect(keepingWhatCame(last, chunks), cap, progress);
  } catch (error) {
    // Damaged half-way is a cut; damaged from the start is no answer.
    if (chunks.length === 0)
      throw new CaptureError('bad-response', 'The answer can not be decompressed.', { cause: error });
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

async function* keepingWhatCame(source: Readable, chunks: Buffer[]): AsyncGenerator<Buffer> {
  for await (const chunk of source as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    yield chunk;
  }
}

/** Flushes instead of finishing, so that a body cut short gives what it held. */
function decoder(encoding: string, firstBytes: Buffer): Transform {
  const flush = { finishFlush: constants.Z_SYNC_FLUSH };
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(flush);
    case 'deflate':
      // Servers send both forms under this name; the zlib header's low four bits are always 8.
      return ((firstBytes[0] ?? 0) & 0x0f) === 8 ? createInflate(flush) : createInflateRaw(flush);
    case 'br':
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    case 'zstd':
      return createZstdDecompress({ finishFlush: constants.ZSTD_e_flush });
    default:
      throw new CaptureError('bad-response', 'The answer is encoded in a way that was not offered.');
  }
}
