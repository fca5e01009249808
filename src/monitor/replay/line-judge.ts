/** Who judges the lines of a replay: each series by itself, in file order; several series at once where that helps. */
import { VonggacError } from '../../core/errors.ts';
import type { Verdict } from '../../core/model.ts';
import type { Policy } from '../../core/policy.ts';
import { workerFile } from '../../threads/worker-file.ts';
import { createWorkerPool, type WorkerPool } from '../../threads/worker-pool.ts';
import type { Seeing } from '../needs.ts';
import { captureOf, type ReplayLine } from './replay-line.ts';
import { ReplaySeries, type SeriesPlan } from './replay-series.ts';

/** A line with what its judge must know of its series and place. */
export interface LineJob {
  readonly line: ReplayLine;
  /** `FILE, line N` for the error. */
  readonly where: string;
  readonly plan: SeriesPlan;
  /** Nothing of its series follows: what was learned may be forgotten. */
  readonly isLast: boolean;
}

/** A file that can't be read is a value on its way out of a thread. */
export type LineReply =
  | { readonly ok: true; readonly verdict: Verdict | null }
  | { readonly ok: false; readonly message: string };

export interface LineJudge {
  /** Jobs that may wait at once, so that long files take no memory. */
  readonly waitingCap: number;
  /** The verdict; null when the line was learned. */
  take(job: LineJob): Promise<Verdict | null>;
  close(): Promise<void>;
}

/** What a thread is given when it starts. */
export interface LineThreadStart {
  readonly policy: Policy;
  readonly folder: string;
}

/** In the caller's thread, one line after the other. */
export function judgeLines(folder: string, policy: Policy, seeing: Seeing | null): LineJudge {
  const series = new Map<string, ReplaySeries>();
  return {
    waitingCap: 1,
    async take({ line, where, plan, isLast }) {
      const one = series.get(line.series) ?? new ReplaySeries(plan, policy);
      if (isLast) series.delete(line.series);
      else series.set(line.series, one);
      return one.take(line, await captureOf(line, folder, where), seeing);
    },
    close: async () => {},
  };
}

/** Lines ahead of the slowest: enough for the series of a set to lie within. */
const waitingCap = 256;
/** The slowest honest page takes a few seconds. */
const timeLimitMs = 120_000;
const heapMegabytes = 1_024;

interface Thread {
  readonly pool: WorkerPool<LineJob, LineReply>;
  waiting: number;
}

/** In threads: a series stays where it began, and begins where least is waiting. Pictures can't be read there. */
export function judgeLinesInThreads(start: LineThreadStart, threads: number): LineJudge {
  const all: Thread[] = Array.from({ length: threads }, () => ({
    waiting: 0,
    pool: createWorkerPool<LineJob, LineReply>({
      file: workerFile(import.meta.url, 'line-worker'),
      size: 1,
      timeLimitMs,
      heapMegabytes,
      start,
      onFailure: () => {},
    }),
  }));
  const homes = new Map<string, Thread>();
  return {
    waitingCap,
    async take(job) {
      const thread = homes.get(job.line.series) ?? idlest(all);
      if (thread === undefined) throw new VonggacError('bug', 'A replay in no threads judges nothing.');
      if (job.isLast) homes.delete(job.line.series);
      else homes.set(job.line.series, thread);
      thread.waiting++;
      const result = await thread.pool.run(() => ({ job, transfer: [] }));
      thread.waiting--;
      if (!result.ok) throw new VonggacError('bug', `${job.where}: judging it ended its thread (${result.detail}).`);
      if (!result.reply.ok) throw new VonggacError('bad-file', result.reply.message);
      return result.reply.verdict;
    },
    async close() {
      await Promise.all(all.map(({ pool }) => pool.close()));
    },
  };
}

function idlest(threads: readonly Thread[]): Thread | undefined {
  return threads.toSorted((a, b) => a.waiting - b.waiting)[0];
}
