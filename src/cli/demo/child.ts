/** A process that the demo started: its output, its last lines, and a guaranteed end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** The daemon finishes or releases what it holds within 10 s of being asked to end. */
const graceMs = 12_000;

export interface Child {
  /** For use in sentences: `the daemon`. */
  readonly name: string;
  readonly pid: number;
  /** Everything it printed and logged. */
  readonly logFile: string;
  /** Unread lines of standard output; each is parsed as JSON or skipped. */
  takeJson(): unknown[];
  write(line: string): void;
  /** Set once the process has ended, for whatever reason. */
  ended(): string | null;
  lastLines(): readonly string[];
  /** Asks it to end, kills it after a while, and resolves when it is gone. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly logFile: string;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function endOf(process: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    process.once('error', (error) => resolve(`could not be started (${error.message})`));
    process.once('close', (code, signal) =>
      resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`),
    );
  });
}

/** Starts a process; never throws, a failed start shows in `ended()`. */
export function startChild(options: ChildOptions): Child {
  const child = spawn(options.command, [...options.args], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const log = createWriteStream(options.logFile);
  const tail: string[] = [];
  const waiting: unknown[] = [];
  const note = (line: string): void => {
    log.write(`${line}\n`);
    tail.push(line);
    if (tail.length > 12) tail.shift();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    note(line);
    const value = parsed(line);
    if (value !== undefined) waiting.push(value);
  });
  createInterface({ input: child.stderr }).on('line', note);
  // Writing to a dead child fails; `ended` reports that it is gone.
  child.stdin.on('error', () => {});
  let how: string | null = null;
  const end = endOf(child).then((text) => {
    how = text;
    log.end();
  });
  return {
    name: options.name,
    pid: child.pid ?? 0,
    logFile: options.logFile,
    takeJson: () => waiting.splice(0),
    write: (line) => void child.stdin.write(`${line}\n`),
    ended: () => how,
    lastLines: () => tail,
    async stop() {
      if (how === null) child.kill('SIGTERM');
      const patience = new AbortController();
      const late = delay(graceMs, undefined, { signal: patience.signal, ref: false }).then(
        () => child.kill('SIGKILL'),
        () => undefined,
      );
      await end;
      patience.abort();
      await late;
    },
  };
}
