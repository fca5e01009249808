/** Ends this process when its event loop hangs. See docs/decisions/0005-watchdog.md. */
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Clock, NoteUnderWay } from '../core/ports.ts';
import { type StandstillLimits, standstillLimits } from '../core/standstill.ts';
import { workerFile } from '../threads/worker-file.ts';
import { type Board, createBoard } from './board.ts';

export interface Watchdog {
  readonly note: NoteUnderWay;
  /** Called around each of our own SQL statements. */
  readonly sql: Board['sql'];
  close(): Promise<void>;
}

export interface WatchdogOptions {
  /** Where it records what was under way. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits?: StandstillLimits;
}

export interface WatchdogStart {
  readonly memory: SharedArrayBuffer;
  readonly file: string;
  readonly limits: StandstillLimits;
}

/** It reads a few hundred bytes of files a second; an unlimited heap would grow to 60 MB before being collected. */
const resourceLimits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 };

/** Does not keep the process alive. */
export function startWatchdog({ file, clock, log, limits = standstillLimits }: WatchdogOptions): Watchdog {
  const board = createBoard();
  const start: WatchdogStart = { memory: board.memory, file, limits };
  const worker = new Worker(workerFile(import.meta.url, 'worker'), { execArgv: [], workerData: start, resourceLimits });
  worker.unref();
  worker.on('error', (error) => log.error({ err: error }, 'the watchdog died: a hang would not be noticed'));
  const beat = setInterval(board.wentRound, limits.tickMs).unref();
  return {
    note: (act) => board.note(act, clock()),
    sql: board.sql,
    async close() {
      clearInterval(beat);
      await worker.terminate();
    },
  };
}
