/** Jobs that are done in a process of their own, one process each; it ends with the job, the monitor or its time. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { killTree } from '../capture/browser/process/process-tree.ts';
import { workerFile } from '../threads/worker-file.ts';

/** Time to remove unfinished files. */
const graceMs = 1_500;

export interface JobOptions<Outcome> {
  /** Beside which the process's own file is. */
  readonly moduleUrl: string;
  readonly file: string;
  readonly limitMs: number;
  readonly heapMegabytes: number;
  /** The outcome of a process that could not say its own. */
  readonly failed: (detail: string) => Outcome;
}

export interface JobProcess<Job, Outcome> {
  /** Rejects when the signal aborts it. */
  run(job: Job, signal: AbortSignal): Promise<Outcome>;
  close(): Promise<void>;
}

export function createJobProcess<Job extends object, Outcome>(options: JobOptions<Outcome>): JobProcess<Job, Outcome> {
  let running: Promise<unknown> = Promise.resolve();
  return {
    async run(job, signal) {
      signal.throwIfAborted();
      const child = fork(fileURLToPath(workerFile(options.moduleUrl, options.file)), [], {
        execArgv: [`--max-old-space-size=${options.heapMegabytes}`],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      running = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
      const tooLong = setTimeout(() => killAll(child), options.limitMs);
      const stop = () => end(child);
      signal.addEventListener('abort', stop, { once: true });
      try {
        child.send(job);
        const outcome = await outcomeOf(child, options.failed);
        signal.throwIfAborted();
        return outcome;
      } finally {
        clearTimeout(tooLong);
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
  const timer = setTimeout(() => killAll(child), graceMs);
  child.once('exit', () => clearTimeout(timer));
}

function killAll({ pid }: ChildProcess): void {
  if (pid !== undefined) killTree(pid);
}

function outcomeOf<Outcome>(child: ChildProcess, failed: (detail: string) => Outcome): Promise<Outcome> {
  return new Promise((resolve) => {
    child.once('message', (outcome: Outcome) => resolve(outcome));
    child.once('error', (error) => resolve(failed(`its process could not be started: ${error.message}`)));
    child.once('exit', (code, signal) => resolve(failed(`its process ended early (${signal ?? `exit code ${code}`})`)));
  });
}
