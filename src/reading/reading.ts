/** The ports `Read` and `Judging`, sharing one thread pool. */
import type { Logger } from 'pino';
import type { Clock, Judging, Read } from '../core/ports.ts';
import type { JudgeJob } from './jobs.ts';
import { createJudging } from './judging.ts';
import { createRead } from './read.ts';
import { createReadingThreads, type ThreadsOptions } from './threads.ts';

export interface ReadingOptions extends ThreadsOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Time limit of a judging job; generous if omitted. */
  readonly limitOf?: (job: JudgeJob) => number;
}

export interface Reading {
  readonly read: Read;
  readonly judging: Judging;
  readonly close: () => Promise<void>;
}

/** Starts nothing before there is something to read. The creator must close it. */
export function createReading(options: ReadingOptions): Reading {
  const threads = createReadingThreads(options);
  return {
    read: createRead(threads, options.log),
    judging: createJudging({ ...options, threads }),
    close: () => threads.close(),
  };
}
