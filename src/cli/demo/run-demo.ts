/** `vonggac demo`: shows the main job on three portals served here, with the commands that a user has. */
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { exitCodes, VonggacError } from '../../core/errors.ts';
import { createProgress, type Progress } from './progress.ts';
import { show } from './show.ts';
import { type Stage, setStage } from './stage.ts';
import type { DemoSummary } from './watched.ts';

export interface DemoOptions {
  /** End when the mail has arrived and nothing else has alarmed. */
  readonly once: boolean;
  /** Print the summary as the last line of standard output. */
  readonly json: boolean;
  /** Null: drawn at random, and printed. */
  readonly seed: number | null;
  readonly out: Writable;
  readonly err: Writable;
  /** The package's folder, where `bin` and `fixtures` are. */
  readonly root: string;
}

/** A shell's exit code for an interrupted command. */
const interrupted = 130;

/** Aborts on the first Ctrl-C or termination signal; `release` restores the default signal handling. */
function onInterrupt(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.on(name, stop);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of names) process.off(name, stop);
    },
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

function verdict(summary: DemoSummary): string {
  if (summary.ok)
    return `good: exactly the defaced portal alarmed and exactly one mail arrived (${summary.seconds.total} s).`;
  const alarmed = summary.alarmed.join('; ') || 'none';
  const suspected = summary.suspected.join('; ') || 'none';
  return `not good: defaced ${summary.defaced?.site ?? 'nothing yet'}; alarmed: ${alarmed}; suspected besides: ${suspected}; incidents: ${summary.incidents.length}; mails: ${summary.mails}.`;
}

function announce(write: (text: string) => void, stage: Stage, summary: DemoSummary): void {
  write(`\n  dashboard   ${stage.dashboardUrl}`);
  const link = join(stage.folder, 'data/setup-link');
  if (existsSync(link)) write(`  first login open the one-time link in ${link}`);
  for (const { file } of stage.mails()) write(`  mail        ${file}`);
  write(
    `  more        VONGGAC_CONFIG=${stage.folder}/vonggac.yaml ${stage.commands.launcher} incident show ${summary.incidents[0]?.number ?? 1}\n`,
  );
}

async function perform(options: DemoOptions, progress: Progress, since: number, signal: AbortSignal): Promise<number> {
  const seed = options.seed ?? randomInt(1, 2 ** 31);
  progress.done(`seed ${seed}`);
  const isRoot = process.getuid?.() === 0;
  if (isRoot)
    progress.done("the browser runs without its sandbox, because this is root and the portals are the demo's own");
  const stage = await setStage(options.root, seed, !isRoot, signal);
  let summary: DemoSummary | null = null;
  try {
    progress.done(`data folder ${stage.folder}`);
    summary = await show(stage, progress, seed, since, signal);
    progress.done(verdict(summary));
    if (!options.once) {
      announce((text) => void (options.json ? options.err : options.out).write(`${text}\n`), stage, summary);
      progress.done('staying up; end with Ctrl-C');
      await aborted(signal);
    }
    if (options.json) options.out.write(`${JSON.stringify(summary)}\n`);
    return summary.ok ? 0 : exitCodes.refused;
  } finally {
    // A failure can only be diagnosed from the files left behind; an interrupted demo has not failed.
    const keep = summary ? !summary.ok : !signal.aborted;
    progress.now('ending the demo');
    await stage.close(keep);
    progress.done(keep ? `ended; logs and data are kept in ${stage.folder}` : 'ended; data folder removed');
  }
}

/** Returns the exit code; 0 only if exactly the defaced portal alarmed and exactly one mail arrived. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const since = Date.now();
  const progress = createProgress(options.err, () => Date.now() - since);
  if (!existsSync(join(options.root, 'fixtures/portals/serve.ts'))) {
    progress.done(
      'the demo needs the fixture portals, which an installed image does not carry: run it from a checkout.',
    );
    return exitCodes.missing;
  }
  const { signal, release } = onInterrupt();
  try {
    return await perform(options, progress, since, signal);
  } catch (error) {
    if (signal.aborted) return interrupted;
    if (!(error instanceof VonggacError)) throw error;
    progress.done(error.message);
    return error.exitCode;
  } finally {
    release();
  }
}
