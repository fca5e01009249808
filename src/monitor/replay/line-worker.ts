/** A thread that judges lines: one job in, one reply out. */
import { parentPort, workerData } from 'node:worker_threads';
import { VonggacError } from '../../core/errors.ts';
import { judgeLines, type LineJob, type LineReply, type LineThreadStart } from './line-judge.ts';

const { policy, folder } = workerData as LineThreadStart;
const judge = judgeLines(folder, policy, null);
parentPort?.on('message', async (job: LineJob) => parentPort?.postMessage(await reply(job)));

async function reply(job: LineJob): Promise<LineReply> {
  try {
    return { ok: true, verdict: await judge.take(job) };
  } catch (error) {
    if (!(error instanceof VonggacError) || error.code !== 'bad-file') throw error;
    return { ok: false, message: error.message };
  }
}
