import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ended } from '../../support/launcher-scene.ts';
import { until } from '../../support/watch-process.ts';

const supervise = join(import.meta.dirname, '../../../bin/supervise');

let folder: string;
const started: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vonggac-supervise-'));
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Starts a script under the supervisor; the script adds a line to `starts` each time. */
async function run(script: string, shell: readonly string[] = ['dash']) {
  const file = join(folder, 'daemon');
  await writeFile(file, `#!/bin/sh\necho $$ >>'${folder}/starts'\n${script}\n`);
  await chmod(file, 0o755);
  const [program = '', ...words] = shell;
  // Its own process group, as a terminal gives it one.
  const child = spawn(program, [...words, supervise, file, 'a b'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  started.push(child);
  return { child, end: ended(child) };
}
const starts = async (): Promise<number[]> =>
  (await readFile(join(folder, 'starts'), 'utf8').catch(() => '')).split('\n').filter(Boolean).map(Number);
const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test.each([0, 1, 64, 65, 69, 78, 130])('a first start that ends with %d is not tried again', async (code) => {
  const { end } = await run(`exit ${code}`);
  expect(await end).toEqual({ code, out: '', err: '' });
  expect(await starts()).toHaveLength(1);
});

test('what ends by itself is restarted with growing pauses, one line each, until another start does not help', async () => {
  const { end } = await run(
    `case $(grep -c . starts) in 1) exit 70 ;; 2) exit 1 ;; 3) kill -ALRM $$ ;; *) exit 78 ;; esac`,
  );
  const { code, out, err } = await end;
  expect({ code, out }).toEqual({ code: 78, out: '' });
  expect(
    err
      .replace(/after \d+ s/g, 'after N s')
      .trim()
      .split('\n'),
  ).toEqual([
    'vonggac: the monitor ended by a bug (70) after N s; restarting in 1 s.',
    'vonggac: the monitor ended with 1 after N s; restarting in 2 s.',
    'vonggac: the monitor was ended by its watchdog because its main loop was blocked (142) after N s; restarting in 4 s.',
  ]);
});

describe.each([['dash'], ['bash --posix']])('under %s', (shell) => {
  const words = shell.split(' ');

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s asks the daemon to end, and its code is the answer',
    async (signal) => {
      const { child, end } = await run(`trap 'echo "asked $1"; exit 3' TERM\nwhile :; do sleep 0.1; done`, words);
      await until('the start', async () => (await starts()).length === 1, 10_000);
      child.kill(signal);
      expect(await end).toEqual({ code: 3, out: 'asked a b\n', err: '' });
      expect(await starts()).toHaveLength(1);
    },
  );

  test('a daemon that does not hear is killed, so that all is over within ten seconds', async () => {
    const { child, end } = await run("trap '' TERM\nwhile :; do sleep 0.1; done", words);
    await until('the start', async () => (await starts()).length === 1, 10_000);
    const askedAt = performance.now();
    child.kill('SIGTERM');
    expect(await end).toMatchObject({ code: 137 });
    expect(performance.now() - askedAt).toBeLessThan(10_000);
    expect((await starts()).filter(isThere)).toEqual([]);
  });

  test('a wish to end during the pause is heard at once', async () => {
    const { child, end } = await run('exit 70', words);
    await until('the third start', async () => (await starts()).length === 3, 20_000);
    await sleep(500);
    child.kill('SIGTERM');
    expect(await end).toMatchObject({ code: 0 });
    expect(await starts()).toHaveLength(3);
  });
});

test('Ctrl-C reaches both and is one wish', async () => {
  const { child, end } = await run(`trap 'echo heard; exit 0' TERM\nwhile :; do sleep 0.1; done`);
  await until('the start', async () => (await starts()).length === 1, 10_000);
  process.kill(-(child.pid ?? 0), 'SIGINT');
  expect(await end).toEqual({ code: 0, out: 'heard\n', err: '' });
});

test('what a killed daemon left behind is gone before the restart', async () => {
  const { child, end } = await run(`if [ -e left ]; then
  read -r left <left
  if grep -q '^State:.[^ZX]' "/proc/$left/status" 2>/dev/null; then echo "still there"; else echo "gone"; fi
  exit 78
fi
setsid sleep 1000 &
echo $! >left
kill -KILL $$`);
  const { code, out } = await end;
  expect(child.pid).toBeGreaterThan(0);
  expect({ code, out }).toEqual({ code: 78, out: 'gone\n' });
});
