/** A few worker threads, one job at a time each, with a hard time limit: a worker that hangs or dies is replaced. */
import { Worker } from 'node:worker_threads';

/** A message and the buffers in it to transfer. Created once a worker is free, so waiting jobs hold no copy. */
export interface Parcel<Job> {
  readonly job: Job;
  readonly transfer: readonly ArrayBuffer[];
  /** For this job; defaults to the pool's. */
  readonly timeLimitMs?: number;
}

type PoolFailure = 'timed-out' | 'died' | 'closed';

export type PoolResult<Reply> =
  | { readonly ok: true; readonly reply: Reply }
  | { readonly ok: false; readonly failure: PoolFailure; readonly detail: string };

export interface WorkerPool<Job, Reply> {
  /**
   * @param lane owner of the work. Lanes are served round-robin and each holds at most one worker, so one portal's
   * content that hangs a worker does not block the others. A job without a lane forms its own
   */
  run(pack: () => Parcel<Job>, lane?: string): Promise<PoolResult<Reply>>;
  close(): Promise<void>;
}

interface PoolOptions {
  /** The worker's file; apart from `ready` it answers each message with exactly one message. */
  readonly file: URL;
  readonly size: number;
  readonly timeLimitMs: number;
  /** How long jobs wait for existing workers before another is started; no wait if omitted. */
  readonly patienceMs?: number;
  /** A worker idle for this long is stopped; never if omitted. */
  readonly idleMs?: number;
  /** Passed to every worker as `workerData`. */
  readonly start?: unknown;
  /** Heap limit of one worker, which dies beyond it. Default 256. */
  readonly heapMegabytes?: number;
  /** Size of the young generation; V8's default if omitted. */
  readonly youngMegabytes?: number;
  /** Workers send `ready` once loaded, and time limits start there; otherwise when the thread starts running. */
  readonly reportsReady?: boolean;
  readonly onFailure: (failure: PoolFailure, detail: string) => void;
}

const closedResult = { ok: false, failure: 'closed', detail: 'closed' } as const;
/** Time for a worker to start; the time limit of its first job begins once it runs. */
const startLimitMs = 30_000;
/** Extra time for the first job of a worker that does not send `ready`, for loading on a busy machine. */
const loadingMs = 5_000;
/** A worker inside a native call can't be terminated, so closing the pool waits no longer than this. */
const closingMs = 2_000;

interface Waiting<Job, Reply> {
  readonly lane: Lane;
  readonly pack: () => Parcel<Job>;
  readonly settle: (result: PoolResult<Reply>) => void;
}

/** A symbol stands for a job without a lane. */
type Lane = string | symbol;

interface Slot<Job, Reply> {
  readonly worker: Worker;
  isUp: boolean;
  busy: { readonly job: Waiting<Job, Reply>; readonly limitMs: number; timer: NodeJS.Timeout } | null;
  idle?: NodeJS.Timeout;
}

/** Workers start with the first jobs; idle ones don't keep the process alive. */
export function createWorkerPool<Job, Reply>(options: PoolOptions): WorkerPool<Job, Reply> {
  const pool = new Pool<Job, Reply>(options);
  return { run: (pack, lane) => pool.run(pack, lane), close: () => pool.close() };
}

class Pool<Job, Reply> {
  readonly #options: PoolOptions;
  readonly #slots = new Set<Slot<Job, Reply>>();
  /** In serving order. */
  readonly #waiting = new Map<Lane, Waiting<Job, Reply>[]>();
  #growTimer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  run(pack: () => Parcel<Job>, lane: Lane = Symbol('no lane')): Promise<PoolResult<Reply>> {
    return new Promise((settle) => {
      if (this.#closed) return settle(closedResult);
      const queue = this.#waiting.get(lane);
      if (queue === undefined) this.#waiting.set(lane, [{ lane, pack, settle }]);
      else queue.push({ lane, pack, settle });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#growTimer !== null) clearTimeout(this.#growTimer);
    const workers = [...this.#slots].map((slot) => slot.worker);
    for (const slot of [...this.#slots]) this.#fail(slot, 'closed', 'closed');
    for (const queue of this.#waiting.values()) for (const job of queue) job.settle(closedResult);
    this.#waiting.clear();
    const ended = Promise.all(workers.map((worker) => worker.terminate()));
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, closingMs).unref())]);
  }

  #next(): void {
    const lane = this.#closed ? undefined : this.#nextLane();
    if (lane === undefined) return;
    const slot =
      [...this.#slots].find(({ busy }) => busy === null) ?? (this.#mayStart() ? this.#startWorker() : undefined);
    const job = slot && this.#take(lane);
    if (slot === undefined || job === undefined) return;
    clearTimeout(slot.idle);
    const parcel = job.pack();
    const { timeLimitMs: limitMs = this.#options.timeLimitMs } = parcel;
    slot.busy = { job, limitMs, timer: this.#timer(slot, job, slot.isUp ? limitMs : startLimitMs) };
    slot.worker.ref();
    slot.worker.postMessage(parcel.job, [...parcel.transfer]);
    this.#next();
  }

  /** The next lane to serve that holds no worker. */
  #nextLane(): Lane | undefined {
    const held = new Set([...this.#slots].map(({ busy }) => busy?.job.lane));
    return [...this.#waiting.keys()].find((lane) => !held.has(lane));
  }

  /** Moves the lane to the end of the serving order. */
  #take(lane: Lane): Waiting<Job, Reply> | undefined {
    const queue = this.#waiting.get(lane) ?? [];
    const job = queue.shift();
    this.#waiting.delete(lane);
    if (queue.length > 0) this.#waiting.set(lane, queue);
    return job;
  }

  #mayStart(): boolean {
    const { size, patienceMs = 0 } = this.#options;
    if (this.#slots.size >= size) return false;
    if (this.#slots.size === 0 || patienceMs === 0) return true;
    this.#growTimer ??= setTimeout(() => this.#startForWaiting(), patienceMs).unref();
    return false;
  }

  #startForWaiting(): void {
    this.#growTimer = null;
    if (this.#nextLane() === undefined || this.#slots.size >= this.#options.size) return;
    // A worker is starting already; another would be ready no sooner.
    if ([...this.#slots].some(({ isUp }) => !isUp)) return void this.#mayStart();
    this.#startWorker();
    this.#next();
  }

  #timer(slot: Slot<Job, Reply>, job: Waiting<Job, Reply>, limitMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      // If our own event loop was blocked this long, the reply may have arrived unread: it is read first.
      setImmediate(() => {
        if (slot.busy?.job === job) this.#fail(slot, 'timed-out', `no answer within ${limitMs} ms`);
      });
    }, limitMs);
  }

  #startWorker(): Slot<Job, Reply> {
    // Not the parent's flags: a debugger's or a test runner's would be wrong here.
    const { file, start, heapMegabytes = 256, youngMegabytes, reportsReady = false } = this.#options;
    const resourceLimits = {
      maxOldGenerationSizeMb: heapMegabytes,
      ...(youngMegabytes === undefined ? {} : { maxYoungGenerationSizeMb: youngMegabytes }),
    };
    const worker = new Worker(file, { execArgv: [], workerData: start, resourceLimits });
    const slot: Slot<Job, Reply> = { worker, isUp: false, busy: null };
    if (!reportsReady) worker.on('online', () => this.#markUp(slot));
    worker.on('message', (reply: Reply) => {
      if (reportsReady && !slot.isUp) this.#markUp(slot);
      else this.#finish(slot, { ok: true, reply });
    });
    worker.on('error', (error) => this.#fail(slot, 'died', error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => this.#fail(slot, 'died', `exit code ${code}`));
    this.#slots.add(slot);
    return slot;
  }

  #markUp(slot: Slot<Job, Reply>): void {
    slot.isUp = true;
    if (slot.busy === null) return;
    clearTimeout(slot.busy.timer);
    slot.busy.timer = this.#timer(
      slot,
      slot.busy.job,
      slot.busy.limitMs + (this.#options.reportsReady ? 0 : loadingMs),
    );
  }

  #finish(slot: Slot<Job, Reply>, result: PoolResult<Reply>): void {
    const { busy } = slot;
    slot.busy = null;
    slot.worker.unref();
    if (busy !== null) {
      clearTimeout(busy.timer);
      busy.job.settle(result);
    }
    this.#next();
    if (slot.busy === null) this.#stopWhenIdle(slot);
  }

  #stopWhenIdle(slot: Slot<Job, Reply>): void {
    const { idleMs } = this.#options;
    if (idleMs === undefined || !this.#slots.has(slot)) return;
    slot.idle = setTimeout(() => {
      if (this.#slots.delete(slot)) void slot.worker.terminate();
    }, idleMs).unref();
  }

  #fail(slot: Slot<Job, Reply>, failure: PoolFailure, detail: string): void {
    // An error is followed by an exit; only the first counts.
    if (!this.#slots.delete(slot)) return;
    clearTimeout(slot.idle);
    void slot.worker.terminate();
    if (!this.#closed) this.#options.onFailure(failure, detail);
    this.#finish(slot, { ok: false, failure, detail });
  }
}
