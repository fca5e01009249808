/** The worker thread: one job in, one reply out. */
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { decode, reasonOf } from './decoding.ts';
import { difference } from './difference.ts';
import type { Answers, Job, MadePicture, Reply } from './job.ts';
import { reduction } from './reduction.ts';
import { thumbnail } from './thumbnail.ts';

// One native thread per worker, so the pool size alone decides how many cores pictures may use.
sharp.concurrency(1);
sharp.cache(false);

parentPort?.on('message', async (job: Job) => {
  const transfer: ArrayBuffer[] = [];
  const reply = await answer(job, transfer).then(
    (value): Reply => ({ ok: true, value }),
    (error: unknown): Reply => ({ ok: false, reason: reasonOf(error) }),
  );
  parentPort?.postMessage(reply, transfer);
});

async function answer(job: Job, transfer: ArrayBuffer[]): Promise<Answers[keyof Answers]> {
  switch (job.type) {
    case 'reduce':
      return reduction(await decode(job.bytes, 3), job.images);
    case 'thumbnail':
      return made(await thumbnail(job.bytes, job.widthPx), transfer);
    case 'difference': {
      const { png, changedRatio } = await difference(job.bytes, job.after);
      return { picture: made(png, transfer), changedRatio };
    }
  }
}

/** Copies out of Node's shared buffer pool, since only a whole buffer can be transferred. */
function made(png: Buffer, transfer: ArrayBuffer[]): MadePicture {
  const bytes = new Uint8Array(png);
  transfer.push(bytes.buffer);
  return { hash: createHash('sha256').update(bytes).digest('hex'), bytes };
}
