/** The threads in which all untrusted content is read, judged and learned; few and shared, because each takes memory. */
import { VonggacError } from '../core/errors.ts';
import type { Policy } from '../core/policy.ts';
import type { Replaced } from '../core/ports.ts';
import { workerFile } from '../threads/worker-file.ts';
import { createWorkerPool, type WorkerPool } from '../threads/worker-pool.ts';
import type { Job, Reply } from './jobs.ts';
import { maxLimitMs } from './time-limit.ts';

/** Each portal holds at most one, so two that hang at the same time leave one for all others. */
const size = 3;
/** Enough for a body and a page tree that are both at their caps (16 million characters for the body). */
const heapMegabytes = 512;
/** Fits an ordinary page; a larger young generation would stay resident in every thread. */
const youngMegabytes = 8;
/** Further threads take 50 MB each: they start only when pages hang or load is high, and stop afterwards. */
const patienceMs = 1_000;
const idleMs = 60_000;

export type ReadingThreads = WorkerPool<Job, Reply>;

export interface ThreadsOptions {
  /** The policy to judge by, requested when the first thread starts; null where nothing is judged. */
  readonly policy: (() => Policy) | null;
  /** Called for each thread that was ended and replaced. */
  readonly onReplaced?: (what: Replaced) => void;
  /** Replaces the worker file. */
  readonly worker?: URL;
}

/** Starts nothing before the first job. The creator must close it. */
export function createReadingThreads({ policy, worker, onReplaced }: ThreadsOptions): ReadingThreads {
  let pool: ReadingThreads | null = null;
  let isClosed = false;
  return {
    async run(pack, lane) {
      if (isClosed) return { ok: false, failure: 'closed', detail: 'closed' };
      pool ??= createWorkerPool<Job, Reply>({
        file: worker ?? workerFile(import.meta.url, 'worker'),
        size,
        timeLimitMs: maxLimitMs,
        patienceMs,
        idleMs,
        heapMegabytes,
        youngMegabytes,
        reportsReady: true,
        start: policy?.(),
        onFailure: () => onReplaced?.('reader'),
      });
      return pool.run(pack, lane);
    },
    async close() {
      isClosed = true;
      await pool?.close();
    },
  };
}

export function stopping(): VonggacError {
  return new VonggacError('failed', 'Nothing is read while the program is stopping; start it again.');
}
