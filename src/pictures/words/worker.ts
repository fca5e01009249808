/** The OCR thread: an area of a screenshot in, texts out. The engine starts with the first job. */
import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { reasonOf } from '../decoding.ts';
import { type Recognise, startEngine } from './engine.ts';
import type { ReadingJob, ReadingReply } from './job.ts';
import { stripsOf } from './strips.ts';

sharp.concurrency(1);
sharp.cache(false);

const maxTexts = 120;

let engine: Promise<Recognise> | null = null;

parentPort?.on('message', async (job: ReadingJob) => {
  const reply = await read(job).then(
    (value): ReadingReply => ({ ok: true, ...value }),
    (error: unknown): ReadingReply => ({ ok: false, reason: reasonOf(error) }),
  );
  parentPort?.postMessage(reply);
});

async function read({ bytes, area, budgetMs }: ReadingJob): Promise<{ words: string[]; spentMs: number }> {
  engine ??= startEngine();
  const recognise = await engine;
  const spent = stopwatch();
  const words = new Set<string>();
  for await (const strip of stripsOf(bytes, area)) {
    for (const text of recognise(strip)) words.add(text);
    if (spent() > budgetMs || words.size >= maxTexts) break;
  }
  return { words: [...words].slice(0, maxTexts), spentMs: spent() };
}

/** CPU milliseconds of this thread since the call. */
function stopwatch(): () => number {
  const start = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(start);
    return (user + system) / 1_000;
  };
}
