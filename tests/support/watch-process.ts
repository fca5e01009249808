/** The built product as a separate process, on the fixture portals and a real mail server. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { stringify } from 'yaml';

const root = join(import.meta.dirname, '..', '..');
const launcher = join(root, 'bin', 'vonggac');

export interface WatchSetting {
  readonly smtpPort: number;
  readonly hosts: readonly string[];
  readonly schedule: Record<string, unknown>;
  /** Further sections of the configuration file. */
  readonly more?: Record<string, unknown>;
}

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface WatchProcess {
  readonly dir: string;
  readonly url: string;
  readonly env: NodeJS.ProcessEnv;
  /** Runs one command to completion. */
  command(...args: string[]): Promise<Ended>;
  /** The same, with this input on stdin. */
  commandTyped(input: string, ...args: string[]): Promise<Ended>;
  json<T>(...args: string[]): Promise<T>;
  start(): Promise<ChildProcess>;
  stop(): Promise<number | null>;
  log(): string;
  close(): Promise<void>;
}

/** A configuration as a user would write it, for portals on this machine. */
export async function createWatch(setting: WatchSetting): Promise<WatchProcess> {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-e2e-'));
  const port = await freePort();
  const file = join(dir, 'vonggac.yaml');
  await writeFile(
    file,
    stringify({
      dataDir: join(dir, 'data'),
      web: { listen: `127.0.0.1:${port}` },
      smtp: { host: '127.0.0.1', port: setting.smtpPort, security: 'none' },
      mail: { from: 'Vọng Gác <canh-gac@vonggac.example>' },
      schedule: setting.schedule,
      capture: { browser: { sandbox: process.getuid?.() !== 0 }, concurrency: { perHost: 6, perAddress: 6 } },
      egress: { capture: setting.hosts.map((host) => ({ host, addresses: ['127.0.0.0/8'] })) },
      retention: { keepFree: '1MB' },
      ...setting.more,
    }),
  );
  const env = { ...process.env, VONGGAC_CONFIG: file };
  let child: ChildProcess | null = null;
  let log = '';
  const commandTyped = async (input: string, ...args: string[]) => {
    const running = promisify(execFile)(launcher, args, { env, cwd: dir });
    running.child.stdin?.end(input);
    const result = await running.catch((error) => error);
    return { code: Number(result.code ?? 0), out: String(result.stdout), err: String(result.stderr) };
  };
  const command = (...args: string[]) => commandTyped('', ...args);
  const stop = async () => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return running?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => running.once('exit', (code) => resolve(code)));
    running.kill('SIGTERM');
    return ended;
  };
  return {
    dir,
    url: `http://127.0.0.1:${port}/`,
    env,
    command,
    commandTyped,
    async json<T>(...args: string[]) {
      const { code, out, err } = await command(...args, '--json');
      if (code !== 0) throw new Error(`vonggac ${args.join(' ')} ended with ${code}: ${err}`);
      return JSON.parse(out) as T;
    },
    async start() {
      const started = spawn(launcher, ['run'], { env, cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
      child = started;
      for (const stream of [started.stdout, started.stderr]) stream.on('data', (data) => (log += String(data)));
      await until('the daemon to watch', async () => log.includes('"watching"'), 120_000);
      return started;
    },
    stop,
    log: () => log,
    async close() {
      await stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Waits for an event outside the test's control, with a deadline that fails the test. */
export async function until(what: string, isSo: () => Promise<boolean>, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const asked = Date.now();
    if (await isSo()) return;
    if (Date.now() > deadline) throw new Error(`waited ${limitMs} ms in vain for ${what}`);
    // A check that starts a process must not starve what it checks.
    await sleep(Math.max(100, 2 * (Date.now() - asked)));
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
