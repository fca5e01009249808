/** The port `Pictures`, served by worker threads so that decoding never holds up the daemon. */
import type { Logger } from 'pino';
import { VonggacError } from '../core/errors.ts';
import type { Content, Screenshot } from '../core/model.ts';
import type { Pictures } from '../core/ports.ts';
import { workerFile } from '../threads/worker-file.ts';
import { createWorkerPool, type Parcel } from '../threads/worker-pool.ts';
import type { Answers, Job, MadePicture, Reply } from './job.ts';

/** The slowest honest job, a difference of 16 million pixels, takes about 3 s alone on a slow core. */
const timeLimitMs = 20_000;

export interface PicturesOptions {
  /** Threads, each with at most one picture in hand. Default 2. */
  readonly workers?: number;
  readonly log: Logger;
}

/** Starts nothing before the first picture comes. Whoever creates it closes it. */
export function createPictures(options: PicturesOptions): Pictures & { close(): Promise<void> } {
  const pool = createWorkerPool<Job, Reply>({
    file: workerFile(import.meta.url, 'worker'),
    size: options.workers ?? 2,
    timeLimitMs,
    onFailure: (failure, detail) => options.log.warn({ failure, detail }, 'picture worker replaced'),
  });

  const run = async <Type extends Job['type']>(
    pack: () => Parcel<Job & { readonly type: Type }>,
  ): Promise<Answers[Type]> => {
    await loadNativeCode();
    const result = await pool.run(pack);
    if (!result.ok) throw new VonggacError('picture-unreadable', poolSentences[result.failure]);
    if (!result.reply.ok) {
      throw new VonggacError('picture-unreadable', `The picture can't be read: ${result.reply.reason}; look again.`);
    }
    return result.reply.value as Answers[Type];
  };

  return {
    reduce: (screenshot) => run(() => pack({ type: 'reduce', bytes: copyOf(contentOf(screenshot)) })),
    thumbnail: async (picture, widthPx) =>
      asContent(await run(() => pack({ type: 'thumbnail', bytes: copyOf(picture), widthPx }))),
    difference: async (before, after) => {
      const job = () => pack({ type: 'difference', bytes: copyOf(before), after: copyOf(after) });
      const { picture, changedRatio } = await run(job);
      return { picture: asContent(picture), changedRatio };
    },
    close: () => pool.close(),
  };
}

const poolSentences = {
  'timed-out': 'The picture took too long to decode and was given up; look again.',
  died: 'The picture ended its worker and was given up; look again.',
  closed: 'Pictures are no longer read because the program is stopping; start it again.',
} as const;

/** sharp asks that the main thread loads it before any worker does, so that the library outlives the workers. */
async function loadNativeCode(): Promise<void> {
  await import('sharp');
}

function contentOf(picture: Screenshot | Content): Content {
  return 'content' in picture ? picture.content : picture;
}

/** The one copy of a job: the worker gets it for good, the caller's bytes stay the caller's. */
function copyOf(content: Content): Uint8Array<ArrayBuffer> {
  return new Uint8Array(content.bytes);
}

function pack<J extends Job>(job: J): Parcel<J> {
  return { job, transfer: job.type === 'difference' ? [job.bytes.buffer, job.after.buffer] : [job.bytes.buffer] };
}

function asContent(made: MadePicture): Content {
  return { hash: made.hash, mediaType: 'image/png', bytes: made.bytes };
}
