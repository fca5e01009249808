/** The watchdog's thread beside a main loop that really stands still, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type StandstillRecord, standstillFile } from '../../../src/core/standstill.ts';

const root = fileURLToPath(new URL('../../support/watchdog-root.ts', import.meta.url));

// Seconds of processor time are many seconds on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

interface Deed {
  readonly child: ChildProcess;
  readonly folder: string;
  readonly said: () => string;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

async function start(deed: string): Promise<Deed> {
  const folder = await mkdtemp(join(tmpdir(), 'vonggac-watchdog-'));
  const child = spawn(process.execPath, [root, folder, deed], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  return { child, folder, said: () => said, ended };
}

const recordIn = async (folder: string): Promise<StandstillRecord> =>
  JSON.parse(await readFile(join(folder, standstillFile), 'utf8'));

test.each(['expression', 'loop', 'promises'])(
  '%s: the process is ended and what was under way is written down',
  async (deed) => {
    const { folder, ended, said } = await start(deed);
    expect(await ended).toEqual({ code: null, signal: 'SIGALRM' });
    expect(said()).toBe('ready\n');
    const record = await recordIn(folder);
    expect(record).toMatchObject({
      kind: 'spinning',
      underWay: [
        { act: 'look', id: '3.1' },
        { act: 'round', id: '7' },
      ],
    });
    expect(record.outsideSqlMs).toBeGreaterThanOrEqual(1_000);
    const [look] = record.underWay;
    expect(look?.place).toMatch(/^https:\/\/portal\.example\/x{200,}$/);
    expect(await readdir(folder)).not.toContain(`${standstillFile}.part`);
  },
);

test.each(['statement', 'statements', 'locked', 'sleep', 'nothing'])('%s: is no standstill', async (deed) => {
  const { folder, ended, said } = await start(deed);
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(said()).toBe('ready\nover\n');
  expect(await readdir(folder)).not.toContain(standstillFile);
});

test('a process that was stopped for longer than the limit goes on', async () => {
  const { child, folder, ended, said } = await start('nothing');
  await once(child.stdout ?? child, 'data');
  child.kill('SIGSTOP');
  await sleep(4_000);
  child.kill('SIGCONT');
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(said()).toBe('ready\nover\n');
  expect(await readdir(folder)).not.toContain(standstillFile);
});
