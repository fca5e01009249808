/** Starts the process of a scheduled backup, and ends it with the monitor or when it takes too long. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/schema/schema.ts';
import { type BackupOutcome, type RunBackup, type ScheduledJob, sourceOf } from '../monitor/backup/backup-job.ts';
import { workerFile } from '../threads/worker-file.ts';
import { version } from './process.ts';

/** A hundred gigabytes on a slow network folder. */
const limitMs = 12 * 3_600_000;
const heapMegabytes = 512;
/** Time to remove the unfinished file. */
const graceMs = 1_500;

export interface Backups {
  readonly run: RunBackup;
  close(): Promise<void>;
}

export function createBackups(config: Config, configFile: string | null): Backups {
  let running: Promise<unknown> = Promise.resolve();
  return {
    async run(given, signal) {
      signal.throwIfAborted();
      const job: ScheduledJob = { ...sourceOf(config, configFile), product: version, ...given };
      const child = fork(fileURLToPath(workerFile(import.meta.url, 'backup-process')), [], {
        execArgv: [`--max-old-space-size=${heapMegabytes}`],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        timeout: limitMs,
        killSignal: 'SIGKILL',
      });
      running = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
      const stop = () => end(child);
      signal.addEventListener('abort', stop, { once: true });
      try {
        child.send(job);
        const outcome = await outcomeOf(child);
        signal.throwIfAborted();
        return outcome;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    async close() {
      await running;
    },
  };
}

function end(child: ChildProcess): void {
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  child.once('exit', () => clearTimeout(timer));
}

function outcomeOf(child: ChildProcess): Promise<BackupOutcome> {
  return new Promise((resolve) => {
    const fail = (detail: string) => resolve({ ok: false, failure: 'other', detail });
    child.once('message', (outcome: BackupOutcome) => resolve(outcome));
    child.once('error', (error) => fail(`its process could not be started: ${error.message}`));
    child.once('exit', (code, signal) => fail(`its process ended early (${signal ?? `exit code ${code}`})`));
  });
}
