/** The judging thread: one job in, one answer out. What throws here is a bug, and ends the thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { judgeHere } from '../core/judge-here.ts';
import type { Policy } from '../core/policy.ts';
import type { Answers, Job } from './job.ts';

const here = judgeHere(workerData as Policy);

parentPort?.on('message', async (job: Job) => parentPort?.postMessage(await answer(job)));

function answer(job: Job): Promise<Answers[keyof Answers]> {
  switch (job.type) {
    case 'read':
      return here.read(job.capture);
    case 'assess':
      return here.assess(job.context, job.observation);
    case 'learn':
      return here.learn(job.looks, job.at);
    case 'refine':
      return here.refine(job.baseline, job.looks, job.at);
    case 'learnProfile':
      return here.learnProfile(job.own, job.baseline, job.look, job.beside);
  }
}
