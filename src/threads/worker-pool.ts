/** A few worker threads, one job each at a time, with an outer time limit: a worker that hangs or dies is replaced. */
import { Worker } from 'node:worker_threads';

/** What is sent, and the buffers in it that change hands. Made when a worker is free, so waiting jobs hold no copy. */
export interface Parcel<Job> {
  readonly job: Job;
  readonly transfer: readonly ArrayBuffer[];
}

type PoolFailure = 'timed-out' | 'died' | 'closed';

export type PoolResult<Reply> =
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
  /** A worker without work for so long is let go; kept for good when left out. */
  readonly idleMs?: number;
  /** What every worker is given when it starts, as `workerData`. */
  readonly start?: unknown;
  /** Memory of one worker's heap; it dies beyond. Default 256. */
  readonly heapMegabytes?: number;
  readonly onFailure: (failure: PoolFailure, detail: string) => void;
}

const closedResult = { ok: false, failure: 'closed', detail: 'closed' } as const;

interface Waiting<Job, Reply> {
  readonly pack: () => Parcel<Job>;
  readonly settle: (result: PoolResult<Reply>) => void;
}

interface Seat<Job, Reply> {
  readonly worker: Worker;
  busy: { readonly job: Waiting<Job, Reply>; readonly timer: NodeJS.Timeout } | null;
  idle?: NodeJS.Timeout;
}

/** Workers start with the first jobs and keep nobody's process alive while idle. */
export function createWorkerPool<Job, Reply>(options: PoolOptions): WorkerPool<Job, Reply> {
  const pool = new Pool<Job, Reply>(options);
  return { run: (pack) => pool.run(pack), close: () => pool.close() };
}

class Pool<Job, Reply> {
  readonly #options: PoolOptions;
  readonly #seats = new Set<Seat<Job, Reply>>();
  readonly #queue: Waiting<Job, Reply>[] = [];
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  run(pack: () => Parcel<Job>): Promise<PoolResult<Reply>> {
    return new Promise((settle) => {
      if (this.#closed) return settle(closedResult);
      this.#queue.push({ pack, settle });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const workers = [...this.#seats].map((seat) => seat.worker);
    for (const seat of [...this.#seats]) this.#fail(seat, 'closed', 'closed');
    for (const job of this.#queue.splice(0)) job.settle(closedResult);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #next(): void {
    if (this.#closed || this.#queue.length === 0) return;
    const idle = [...this.#seats].find((seat) => seat.busy === null);
    const seat = idle ?? (this.#seats.size < this.#options.size ? this.#hire() : null);
    const job = seat === null ? undefined : this.#queue.shift();
    if (seat === null || job === undefined) return;
    const { timeLimitMs } = this.#options;
    const late = (): void => this.#fail(seat, 'timed-out', `no answer within ${timeLimitMs} ms`);
    clearTimeout(seat.idle);
    seat.busy = { job, timer: setTimeout(late, timeLimitMs) };
    seat.worker.ref();
    const parcel = job.pack();
    seat.worker.postMessage(parcel.job, [...parcel.transfer]);
    this.#next();
  }

  #hire(): Seat<Job, Reply> {
    // No flags of the parent: a debugger's or a test runner's would be wrong in here.
    const { file, start, heapMegabytes = 256 } = this.#options;
    const resourceLimits = { maxOldGenerationSizeMb: heapMegabytes };
    const worker = new Worker(file, { execArgv: [], workerData: start, resourceLimits });
    const seat: Seat<Job, Reply> = { worker, busy: null };
    worker.on('message', (reply: Reply) => this.#finish(seat, { ok: true, reply }));
    worker.on('error', (error) => this.#fail(seat, 'died', error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => this.#fail(seat, 'died', `exit code ${code}`));
    this.#seats.add(seat);
    return seat;
  }

  #finish(seat: Seat<Job, Reply>, result: PoolResult<Reply>): void {
    const { busy } = seat;
    seat.busy = null;
    seat.worker.unref();
    if (busy !== null) {
      clearTimeout(busy.timer);
      busy.job.settle(result);
    }
    this.#next();
    if (seat.busy === null) this.#restLater(seat);
  }

  #restLater(seat: Seat<Job, Reply>): void {
    const { idleMs } = this.#options;
    if (idleMs === undefined || !this.#seats.has(seat)) return;
    seat.idle = setTimeout(() => {
      if (this.#seats.delete(seat)) void seat.worker.terminate();
    }, idleMs).unref();
  }

  #fail(seat: Seat<Job, Reply>, failure: PoolFailure, detail: string): void {
    // An error is followed by an exit: the first of them counts.
    if (!this.#seats.delete(seat)) return;
    clearTimeout(seat.idle);
    void seat.worker.terminate();
    if (!this.#closed) this.#options.onFailure(failure, detail);
    this.#finish(seat, { ok: false, failure, detail });
  }
}
