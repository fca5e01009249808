/** A few worker threads, one job each at a time, with an outer time limit: a worker that hangs or dies is replaced. */
import { Worker } from 'node:worker_threads';

/** What is sent, and the buffers in it that change hands. Made when a worker is free, so waiting jobs hold no copy. */
export interface Parcel<Job> {
  readonly job: Job;
  readonly transfer: readonly ArrayBuffer[];
}

type PoolFailure = 'timed-out' | 'died' | 'closed';

type PoolResult<Reply> =
  | { readonly ok: true; readonly reply: Reply }
  | { readonly ok: false; readonly failure: PoolFailure; readonly detail: string };

export interface WorkerPool<Job, Reply> {
  run(pack: () => Parcel<Job>): Promise<PoolResult<Reply>>;
  close(): Promise<void>;
}

interface PoolOptions {
  /** The worker's own file; it answers each message with exactly one message. */
  readonly file: URL;
  readonly size: number;
  readonly timeLimitMs: number;
  readonly onFailure: (failure: PoolFailure, detail: string) => void;
}

interface Waiting<Job, Reply> {
  readonly pack: () => Parcel<Job>;
  readonly settle: (result: PoolResult<Reply>) => void;
}

interface Seat<Job, Reply> {
  readonly worker: Worker;
  busy: { readonly job: Waiting<Job, Reply>; readonly timer: NodeJS.Timeout } | null;
}

/** Workers start with the first jobs and keep nobody's process alive while idle. */
export function createWorkerPool<Job, Reply>(options: PoolOptions): WorkerPool<Job, Reply> {
  const seats = new Set<Seat<Job, Reply>>();
  const queue: Waiting<Job, Reply>[] = [];
  let closed = false;

  const fail = (seat: Seat<Job, Reply>, failure: PoolFailure, detail: string): void => {
    if (!seats.delete(seat)) return;
    void seat.worker.terminate();
    if (!closed) options.onFailure(failure, detail);
    finish(seat, { ok: false, failure, detail });
  };

  const finish = (seat: Seat<Job, Reply>, result: PoolResult<Reply>): void => {
    const busy = seat.busy;
    seat.busy = null;
    seat.worker.unref();
    if (busy !== null) {
      clearTimeout(busy.timer);
      busy.job.settle(result);
    }
    next();
  };

  const hire = (): Seat<Job, Reply> => {
    // No flags of the parent: a debugger's or a test runner's would be wrong in here.
    const worker = new Worker(options.file, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 256 } });
    const seat: Seat<Job, Reply> = { worker, busy: null };
    worker.on('message', (reply: Reply) => finish(seat, { ok: true, reply }));
    worker.on('error', (error) => fail(seat, 'died', error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => fail(seat, 'died', `exit code ${code}`));
    seats.add(seat);
    return seat;
  };

  const next = (): void => {
    if (closed || queue.length === 0) return;
    const idle = [...seats].find((seat) => seat.busy === null) ?? (seats.size < options.size ? hire() : null);
    const job = idle === null ? undefined : queue.shift();
    if (idle === null || job === undefined) return;
    const late = (): void => fail(idle, 'timed-out', `no answer within ${options.timeLimitMs} ms`);
    idle.busy = { job, timer: setTimeout(late, options.timeLimitMs) };
    idle.worker.ref();
    const parcel = job.pack();
    idle.worker.postMessage(parcel.job, [...parcel.transfer]);
    next();
  };

  return {
    run: (pack) =>
      new Promise((settle) => {
        if (closed) return settle({ ok: false, failure: 'closed', detail: 'closed' });
        queue.push({ pack, settle });
        next();
      }),
    close: async () => {
      closed = true;
      const workers = [...seats].map((seat) => seat.worker);
      for (const seat of [...seats]) fail(seat, 'closed', 'closed');
      for (const job of queue.splice(0)) job.settle({ ok: false, failure: 'closed', detail: 'closed' });
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
