/**
 * The judge thread, except that it hangs, dies or runs out of memory on pages that request it, at the job they name.
 */
import { parentPort, threadId } from 'node:worker_threads';
import type { Job } from '../../src/reading/jobs.ts';
import '../../src/reading/worker.ts';

/** Runs right after the judge's own listener, whose answer is sent when this one returns. */
parentPort?.on('message', (job: Job) => {
  const said = JSON.stringify(job, (_, value) => (ArrayBuffer.isView(value) ? null : value));
  const does = (what: string): boolean => said.includes(`${what}-at-${job.type}`);
  while (does('hang'));
  if (does('die')) process.exit(1);
  const kept: unknown[] = [];
  while (does('fill-memory')) kept.push(new Array(100_000).fill(threadId));
});
