/**
 * Assigns the lines of a replay to judges: each series on its own, in file order; several series in parallel where that
 * helps. A line that crashes or stalls its thread is retried once in a fresh one, then judged as a page that breaks the
 * look.
 */

import type { Verdict } from '../../core/domain/finding.ts';
import { VonggacError } from '../../core/errors.ts';
import type { Policy } from '../../core/policy.ts';
import { workerFile } from '../../threads/worker-file.ts';
import { createWorkerPool, type WorkerPool } from '../../threads/worker-pool.ts';
import type { Seeing } from '../check/look/see-pictures.ts';
import { captureOf, type ReplayLine } from './replay-line.ts';
import { ReplaySeries, type SeriesPlan } from './replay-series.ts';

/** A line with its location and what its judge needs to know about its series. */
export interface LineJob {
  readonly line: ReplayLine;
  /** `FILE, line N` for the error. */
  readonly where: string;
  readonly plan: SeriesPlan;
  /** No line of its series follows, so the learned state may be dropped. */
  readonly isLast: boolean;
  /** It broke two threads, so only its scan is judged. */
  readonly isBroken?: boolean;
}

/** An unreadable file is reported as a value, so that it can leave a thread. */
export type LineReply =
  | { readonly ok: true; readonly verdict: Verdict | null }
  | { readonly ok: false; readonly message: string };

export interface LineJudge {
  /** Most jobs that may wait at once, to bound memory on long files. */
  readonly waitingCap: number;
  /** The verdict; null when the line was learned. */
  take(job: LineJob): Promise<Verdict | null>;
  close(): Promise<void>;
}

/** Time and memory a line may take before it counts as broken. */
export interface LineLimits {
  readonly timeMs: number;
  readonly heapMegabytes: number;
}

/** Start-up data of a thread. */
export interface LineThreadStart {
  readonly policy: Policy;
  readonly folder: string;
}

/** Judges in the caller's thread, one line after the other. */
export function judgeLines(folder: string, policy: Policy, seeing: Seeing | null): LineJudge {
  const series = new Map<string, ReplaySeries>();
  return {
    waitingCap: 1,
    async take({ line, where, plan, isLast, isBroken = false }) {
      const one = series.get(line.series) ?? new ReplaySeries(plan, policy);
      if (isLast) series.delete(line.series);
      else series.set(line.series, one);
      const capture = await captureOf(line, folder, where);
      return isBroken ? one.takeBroken(line, capture) : one.take(line, capture, seeing);
    },
    close: async () => {},
  };
}

/** Maximum lines ahead of the slowest: enough to cover the series of a set. */
const waitingCap = 256;
/** The slowest legitimate page takes a few seconds. */
const usualLimits: LineLimits = { timeMs: 120_000, heapMegabytes: 1_024 };

/**
 * Judges in threads. A series starts on the thread with the shortest queue and stays there. Threads cannot read
 * pictures.
 */
export function judgeLinesInThreads(start: LineThreadStart, threads: number, limits = usualLimits): LineJudge {
  const all = Array.from({ length: threads }, () => new LineThread(start, limits));
  const homes = new Map<string, LineThread>();
  return {
    waitingCap,
    async take(job) {
      const thread = homes.get(job.line.series) ?? idlest(all);
      if (thread === undefined) throw new VonggacError('bug', 'A replay needs at least one thread.');
      if (job.isLast) homes.delete(job.line.series);
      else homes.set(job.line.series, thread);
      return (await thread.take(job)).verdict;
    },
    async close() {
      await Promise.all(all.map((thread) => thread.close()));
    },
  };
}

/**
 * Judges in the caller's thread, where pictures can be read, after a thread has shown that the line can be judged
 * safely.
 */
export function judgeLinesSeen(start: LineThreadStart, seeing: Seeing, limits = usualLimits): LineJudge {
  const thread = new LineThread(start, limits);
  const here = judgeLines(start.folder, start.policy, seeing);
  return {
    waitingCap: 1,
    async take(job) {
      const { isBroken } = await thread.take(job);
      return here.take({ ...job, isBroken });
    },
    close: () => thread.close(),
  };
}

interface Taken {
  readonly verdict: Verdict | null;
  readonly isBroken: boolean;
}

/**
 * One thread and its series. When the thread is replaced, each series is replayed to the new one before its next line.
 */
class LineThread {
  waiting = 0;
  readonly #pool: WorkerPool<LineJob, LineReply>;
  /** Earlier jobs of each unfinished series. */
  readonly #sent = new Map<string, LineJob[]>();
  /** Series that the current thread knows. */
  readonly #known = new Set<string>();
  #tail: Promise<unknown> = Promise.resolve();

  constructor(start: LineThreadStart, { timeMs, heapMegabytes }: LineLimits) {
    this.#pool = createWorkerPool<LineJob, LineReply>({
      file: workerFile(import.meta.url, 'line-worker'),
      size: 1,
      timeLimitMs: timeMs,
      heapMegabytes,
      start,
      onFailure: () => {},
    });
  }

  /** Sequential: lines queued behind one that breaks must not be judged by a thread that knows nothing. */
  take(job: LineJob): Promise<Taken> {
    this.waiting++;
    const taken = this.#tail
      .then(() => this.#judge(job))
      .finally(() => {
        this.waiting--;
      });
    this.#tail = taken.catch(() => {});
    return taken;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #judge(job: LineJob): Promise<Taken> {
    const reply = (await this.#run(job)) ?? (await this.#run(job));
    const isBroken = reply === null;
    const sent = isBroken ? { ...job, isBroken } : job;
    const last = reply ?? (await this.#run(sent));
    this.#remember(sent);
    if (last === null) return { verdict: brokenBeyondScan, isBroken };
    if (!last.ok) throw new VonggacError('bad-file', last.message);
    return { verdict: last.verdict, isBroken };
  }

  /** Null when the thread died on it. */
  async #run(job: LineJob): Promise<LineReply | null> {
    const { series } = job.line;
    const before = this.#known.has(series) ? [] : (this.#sent.get(series) ?? []);
    this.#known.add(series);
    for (const one of [...before, job]) {
      const result = await this.#pool.run(() => ({ job: one, transfer: [] }));
      if (result.ok && one !== job) continue;
      if (result.ok) return result.reply;
      if (result.failure === 'closed') throw new VonggacError('failed', 'The replay was stopped.');
      this.#known.clear();
      return null;
    }
    return null;
  }

  #remember(job: LineJob): void {
    const { series } = job.line;
    if (job.isLast) {
      this.#sent.delete(series);
      this.#known.delete(series);
      return;
    }
    const sent = this.#sent.get(series) ?? [];
    sent.push(job);
    this.#sent.set(series, sent);
  }
}

/** Even the scan failed. */
const brokenBeyondScan: Verdict = { level: 'unknown', kind: 'error-page', score: 0, conclusive: false, findings: [] };

function idlest(threads: readonly LineThread[]): LineThread | undefined {
  return threads.toSorted((a, b) => a.waiting - b.waiting)[0];
}
