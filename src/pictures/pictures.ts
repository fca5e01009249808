/** The `Pictures` port, backed by worker threads so that decoding never blocks the daemon. */
import type { Logger } from 'pino';
import type { PictureBox, Screenshot, ShownImage } from '../core/domain/capture.ts';
import type { Content } from '../core/domain/content.ts';
import { VonggacError } from '../core/errors.ts';
import type { Pictures, Replaced } from '../core/ports.ts';
import { workerFile } from '../threads/worker-file.ts';
import { createWorkerPool, type Parcel, type PoolResult, type WorkerPool } from '../threads/worker-pool.ts';
import type { Answers, Job, MadePicture, Reply } from './job.ts';
import type { ReadingJob, ReadingReply } from './words/job.ts';

/** The slowest legitimate job, a difference of 16 million pixels, takes about 3 s on an idle slow core. */
const timeLimitMs = 20_000;
/** CPU time for all areas of a screenshot; engine start and the last strip come on top. */
const readingMs = 4_000;
/** Wall time for one area, including time spent waiting for a core. */
const readingLimitMs = 25_000;
/** The OCR thread holds about 120 MB, which a small server needs back between attacks. */
const readerIdleMs = 60_000;
const maxTexts = 120;

export interface PicturesOptions {
  /** Threads, each handling one picture at a time. Default 2. */
  readonly workers?: number;
  readonly log: Logger;
  /** Called for each thread that was ended and replaced. */
  readonly onReplaced?: (what: Replaced) => void;
}

/** Starts nothing before the first picture arrives. The creator must close it. */
export function createPictures(options: PicturesOptions): Pictures & { close(): Promise<void> } {
  const pool = createWorkerPool<Job, Reply>({
    file: workerFile(import.meta.url, 'worker'),
    size: options.workers ?? 2,
    timeLimitMs,
    onFailure: (failure, detail) => {
      options.log.warn({ failure, detail }, 'picture worker replaced');
      options.onReplaced?.('picture-worker');
    },
  });
  // A single OCR thread however many pictures wait: this is the rarest and longest work.
  const readers = createWorkerPool<ReadingJob, ReadingReply>({
    file: workerFile(import.meta.url, 'words/worker'),
    size: 1,
    timeLimitMs: readingLimitMs,
    idleMs: readerIdleMs,
    onFailure: (failure, detail) => {
      options.log.warn({ failure, detail }, 'OCR worker replaced');
      options.onReplaced?.('word-reader');
    },
  });

  const run = async <Type extends Job['type']>(
    pack: () => Parcel<Job & { readonly type: Type }>,
  ): Promise<Answers[Type]> => {
    await loadNativeCode();
    return answerOf(await pool.run(pack)).value as Answers[Type];
  };

  return {
    reduce: (screenshot) =>
      run(() => pack({ type: 'reduce', bytes: copyOf(contentOf(screenshot)), images: imagesOf(screenshot) })),
    readWords: async (screenshot, areas) => {
      await loadNativeCode();
      return readAreas(readers, contentOf(screenshot), areas);
    },
    thumbnail: async (picture, widthPx) =>
      asContent(await run(() => pack({ type: 'thumbnail', bytes: copyOf(picture), widthPx }))),
    difference: async (before, after) => {
      const job = () => pack({ type: 'difference', bytes: copyOf(before), after: copyOf(after) });
      const { picture, changedRatio } = await run(job);
      return { picture: asContent(picture), changedRatio };
    },
    close: async () => {
      await Promise.all([pool.close(), readers.close()]);
    },
  };
}

/** One area at a time, so that earlier results are kept when a later area takes too long. */
async function readAreas(
  readers: WorkerPool<ReadingJob, ReadingReply>,
  picture: Content,
  areas: readonly PictureBox[],
): Promise<string[]> {
  const words: string[] = [];
  let budgetMs = readingMs;
  for (const area of areas) {
    const result = await readers.run(() => {
      const bytes = copyOf(picture);
      return { job: { bytes, area, budgetMs }, transfer: [bytes.buffer] };
    });
    if (!result.ok && words.length > 0) break;
    const reply = answerOf(result);
    words.push(...reply.words);
    budgetMs -= reply.spentMs;
    if (budgetMs <= 0 || words.length >= maxTexts) break;
  }
  return [...new Set(words)].slice(0, maxTexts);
}

const poolSentences = {
  'timed-out': 'The picture took too long to decode and was abandoned; look again.',
  died: 'The picture crashed its worker and was abandoned; look again.',
  closed: 'No pictures are read while the program is stopping; start it again.',
} as const;

type Refused = { readonly ok: false; readonly reason: string };

function answerOf<Good extends { readonly ok: true }>(result: PoolResult<Good | Refused>): Good {
  if (!result.ok) throw new VonggacError('picture-unreadable', poolSentences[result.failure]);
  const { reply } = result;
  if (reply.ok) return reply;
  throw new VonggacError('picture-unreadable', `The picture can't be read: ${reply.reason}; look again.`);
}

/** sharp must be loaded by the main thread before any worker, so that the native library outlives the workers. */
async function loadNativeCode(): Promise<void> {
  await import('sharp');
}

function contentOf(picture: Screenshot | Content): Content {
  return 'content' in picture ? picture.content : picture;
}

function imagesOf(picture: Screenshot | Content): readonly ShownImage[] {
  return 'content' in picture ? (picture.images ?? []) : [];
}

/** The copy that is transferred to the worker; the caller keeps its own bytes. */
function copyOf(content: Content): Uint8Array<ArrayBuffer> {
  return new Uint8Array(content.bytes);
}

function pack<J extends Job>(job: J): Parcel<J> {
  return { job, transfer: job.type === 'difference' ? [job.bytes.buffer, job.after.buffer] : [job.bytes.buffer] };
}

function asContent(made: MadePicture): Content {
  return { hash: made.hash, mediaType: 'image/png', bytes: made.bytes };
}
