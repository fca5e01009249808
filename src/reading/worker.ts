/** A reading thread: one job in, one reply out. Modules load on first use: decoding needs no judge. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Policy } from '../core/policy.ts';
import type { Judging } from '../core/ports.ts';
import type { Answers, Job, JudgeJob, Reply } from './jobs.ts';
import { readers } from './readers.ts';

parentPort?.on('message', async (job: Job) => parentPort?.postMessage(await reply(job)));
parentPort?.postMessage('ready');

async function reply(job: Job): Promise<Reply> {
  try {
    if (job.type !== 'reader') return { status: 'done', value: await judged(job, await judge()) };
    const reader = (await readers[job.name]()) as (input: unknown) => unknown;
    return { status: 'done', value: await reader(job.input) };
  } catch (error) {
    // Only the location, since an error message may quote the content that was read.
    return { status: 'failed', reason: error instanceof Error ? `${error.name} ${placeOf(error)}` : 'not an error' };
  }
}

let loading: Promise<Judging> | undefined;

function judge(): Promise<Judging> {
  loading ??= import('../core/judge/judge-here.ts').then(({ judgeHere }) => judgeHere(workerData as Policy));
  return loading;
}

async function judged(job: JudgeJob, here: Judging): Promise<Answers[keyof Answers]> {
  switch (job.type) {
    case 'read':
      return here.read(job.capture);
    case 'name':
      return (await import('../core/facts/hash.ts')).contentHash(job.markup);
    case 'scan':
      return here.scan(job.capture, job.context);
    case 'assess':
      return here.assess(job.context, job.observation);
    case 'learn':
      return here.learn(job.looks, job.at);
    case 'replace':
      return here.replace(job.before, job.look, job.at);
    case 'refine':
      return here.refine(job.baseline, job.looks, job.at);
    case 'learnProfile':
      return here.learnProfile(job.own, job.baseline, job.look, job.beside);
  }
}

function placeOf({ stack = '' }: Error): string {
  return (
    stack
      .split('\n')
      .find((line) => line.startsWith('    at '))
      ?.trim() ?? ''
  );
}
