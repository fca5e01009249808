/** Sets up the demo: data folder, portals, mail server, configuration. The caller must `close` it. */
import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import { VonggacError } from '../../core/errors.ts';
import { type Child, type ChildOptions, startChild } from './child.ts';
import { type Commands, createCommands, demoEnvironment } from './commands.ts';
import { demoConfig } from './demo-config.ts';
import { mailLine, portalsLine, type SavedMail, type ServedPortal, sinkLine } from './watched.ts';

const pollMs = 50;
/** Generous, like every limit of the demo: a small, busy machine is slow to start a process. */
const startTimeoutMs = 60_000;

export interface Stage {
  readonly folder: string;
  readonly portals: readonly ServedPortal[];
  readonly dashboardUrl: string;
  readonly commands: Commands;
  /** Sends a line to the process that serves the portals; its answer must have this shape. */
  askPortals<T>(line: string, shape: z.ZodType<T>): Promise<T>;
  startDaemon(): Child;
  /** Every message received so far. */
  mails(): readonly SavedMail[];
  /** Throws when a process that should be running has ended. */
  mustRun(): void;
  /** Ends every process; removes the folder unless it is to be kept. */
  close(keep: boolean): Promise<void>;
}

/** Below the ephemeral port range of Linux and macOS, whose ports come and go. */
const firstPort = 20_000;
const lastPort = 32_000;

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = randomInt(firstPort, lastPort);
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }
  throw new VonggacError('failed', 'no free port was found: try again.');
}

/** Error for a child that should be running, with its last lines. */
function endedEarly(child: Child): VonggacError {
  const words = child.lastLines().map((line) => `\n    ${line}`);
  return new VonggacError(
    'failed',
    `${child.name} ${child.ended()}; its last lines (all of them in ${child.logFile}):${words.join('')}`,
  );
}

/** The first line of that shape. */
async function awaitLine<T>(child: Child, shape: z.ZodType<T>, signal: AbortSignal): Promise<T> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    for (const line of child.takeJson()) {
      const read = shape.safeParse(line);
      if (read.success) return read.data;
    }
    if (child.ended() !== null) throw endedEarly(child);
    if (Date.now() > deadline)
      throw new VonggacError(
        'failed',
        `${child.name} did not answer within ${startTimeoutMs / 1_000} s; see ${child.logFile}.`,
      );
    await delay(pollMs, undefined, { signal });
  }
}

/** Starts the portals and the mail server and writes the configuration; `root` is the package's folder. */
export async function setStage(root: string, seed: number, sandbox: boolean, signal: AbortSignal): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'vonggac-demo-'));
  const children: Child[] = [];
  const start = (options: Omit<ChildOptions, 'cwd'>): Child => {
    const child = startChild({ ...options, cwd: folder });
    children.push(child);
    return child;
  };
  const close = async (keep: boolean): Promise<void> => {
    // The daemon first: it may still have mail to hand over to the mail server.
    for (const child of [...children].reverse()) await child.stop();
    if (!keep) await rm(folder, { recursive: true, force: true });
  };
  const fixture = (name: string, file: string, args: readonly string[]): Child =>
    start({
      name,
      command: process.execPath,
      args: [join(root, 'fixtures', file), ...args],
      env: process.env,
      logFile: join(folder, `${file.replaceAll('/', '-').replace('.ts', '')}.log`),
    });
  try {
    const portals = fixture('the portal server', 'portals/serve.ts', ['--seed', String(seed)]);
    const sink = fixture('the mail server', 'demo/smtp-sink.ts', [join(folder, 'mails')]);
    const served = (await awaitLine(portals, portalsLine, signal)).portals;
    const { port: smtpPort } = await awaitLine(sink, sinkLine, signal);
    const webPort = await freePort();
    const configFile = join(folder, 'vonggac.yaml');
    const portalHosts = served.map(({ url }) => new URL(url).host);
    await writeFile(configFile, demoConfig({ dataDir: join(folder, 'data'), smtpPort, webPort, portalHosts }, sandbox));
    const commands = createCommands(
      join(root, 'bin/vonggac'),
      demoEnvironment(process.env, configFile),
      folder,
      signal,
    );
    const mails: SavedMail[] = [];
    return {
      folder,
      portals: served,
      dashboardUrl: `http://127.0.0.1:${webPort}/`,
      commands,
      askPortals(line, shape) {
        portals.write(line);
        return awaitLine(portals, shape, signal);
      },
      startDaemon: () =>
        start({
          name: 'the daemon',
          command: commands.launcher,
          args: ['run'],
          env: commands.env,
          logFile: join(folder, 'daemon.log'),
        }),
      mails() {
        for (const line of sink.takeJson()) {
          const mail = mailLine.safeParse(line);
          if (mail.success) mails.push(mail.data);
        }
        return mails;
      },
      mustRun() {
        const gone = children.find((child) => child.ended() !== null);
        if (gone) throw endedEarly(gone);
      },
      close,
    };
  } catch (error) {
    await close(!signal.aborted);
    throw error;
  }
}
