/** Distributes the readers over child processes, kills those that hang, and collects objections. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PumpJob, PumpReport } from './pump-process.ts';
import { readers } from './readers.ts';
import type { FoundReader } from './walk.ts';

const file = fileURLToPath(new URL('pump-process.ts', import.meta.url));

/** Maximum objections reported per reader. */
const shownOfReader = 5;

export interface PumpOptions {
  /** Parent folder of `src`. */
  readonly root: string;
  /** Characters of the longest text, and of the longest page. */
  readonly most: number;
  readonly mostOfPage: number;
  readonly processes: number;
  /** For several readings of one text; long enough for a busy machine. */
  readonly hangsAfterMs: number;
}

/** @returns one sentence for each reader and text that takes too long, throws, or never ends */
export async function runPumps(found: readonly (FoundReader | null)[], options: PumpOptions): Promise<string[]> {
  const queue = [...found];
  const objections: string[] = [];
  const work = async (): Promise<void> => {
    const feeder = new Feeder(options);
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) objections.push(...(await feeder.feed(one)));
    feeder.end();
  };
  await Promise.all(Array.from({ length: options.processes }, work));
  return objections.sort();
}

class Feeder {
  readonly #options: PumpOptions;
  #child: ChildProcess | null = null;

  constructor(options: PumpOptions) {
    this.#options = options;
  }

  /** Hanging input is not retried: each retry would take as long. */
  async feed(found: FoundReader | null): Promise<string[]> {
    const objections: string[] = [];
    const name = found === null ? 'whole pages' : `${found.file} ${found.name}`;
    const { root, most, mostOfPage } = this.#options;
    const reader = found === null ? null : { file: found.file, name: found.name, key: keyOf(found) };
    await this.#run({ root, reader, most: found === null ? mostOfPage : most }, (text) =>
      objections.push(`${name} on ${text}`),
    );
    const more = objections.length - shownOfReader;
    return more <= 0 ? objections : [...objections.slice(0, shownOfReader), `${name} on ${more} more texts`];
  }

  end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }

  #run(job: PumpJob, object: (text: string) => void): Promise<void> {
    const child = this.#child ?? fork(file, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#child = child;
    return new Promise((resolve) => {
      let at = 'the start';
      let timer: NodeJS.Timeout | undefined;
      const conclude = () => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve();
      };
      const breakOff = (how: string) => {
        this.end();
        object(`${at}: ${how}`);
        conclude();
      };
      const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => breakOff('never ends'), this.#options.hangsAfterMs);
      };
      child.on('exit', (code, signal) => breakOff(`ended its process (${signal ?? code})`));
      child.on('message', (report: PumpReport) => {
        wait();
        if (report.type === 'begins') at = report.name;
        else if (report.type === 'objection') object(report.text);
        else conclude();
      });
      wait();
      child.send(job);
    });
  }
}

function keyOf({ reader }: FoundReader): string {
  return Object.entries(readers).find(([, one]) => one === reader)?.[0] ?? '';
}
