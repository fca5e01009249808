import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ended, type LauncherScene, setLauncherScene } from '../../support/launcher-scene.ts';

let scene: LauncherScene;
beforeEach(async () => {
  scene = await setLauncherScene();
});
afterEach(() => scene.remove());

const setup = (): string => join(scene.root, 'bin/setup');
const lock = (): string => join(scene.root, '.runtime/setup.lock');
const parts = ['runtime', 'dependencies'];

async function until(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !holds(); await delay(20)) {
    if (Date.now() > deadline) throw new Error('it did not come to that');
  }
}

/** npm that waits until it may go on. */
async function holdNpm(): Promise<() => Promise<void>> {
  const gate = join(scene.folder, 'gate');
  await scene.fake(
    'npm',
    `echo "$*" >>'${scene.folder}/npm-calls'\nwhile [ ! -e '${gate}' ]; do sleep 0.05; done\nmkdir -p node_modules`,
  );
  return () => writeFile(gate, '');
}

test('two set-ups at once do the work once, and the second says whom it waits for', async () => {
  const letGo = await holdNpm();
  const first = scene.start(setup(), parts);
  const firstEnd = ended(first);
  await until(() => existsSync(lock()) && existsSync(join(scene.folder, 'npm-calls')));
  const second = scene.start(setup(), parts);
  let said = '';
  second.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const secondEnd = ended(second);
  await until(() => said.includes('waiting for another set-up'));
  expect(said).toContain(`process ${first.pid}`);
  await letGo();
  expect((await firstEnd).code).toBe(0);
  expect((await secondEnd).code).toBe(0);
  expect(await scene.npmCalls()).toHaveLength(1);
  expect(existsSync(lock())).toBe(false);
});

test.each([
  ['a process that is gone', '4194304 12345'],
  ['a process number that was handed out again', `${process.pid} 1`],
  ['nothing readable', ''],
])('a lock left behind by %s is taken over', async (_owner, text) => {
  await scene.write('.runtime/setup.lock', text);
  const { code, err } = await scene.run(setup(), parts);
  expect(err).not.toContain('waiting');
  expect(code).toBe(0);
  expect(existsSync(lock())).toBe(false);
});

test('a set-up that is interrupted leaves no lock', async () => {
  await holdNpm();
  const child = scene.start(setup(), parts);
  const end = ended(child);
  // npm runs: a shell that is just forking loses the signal in the child and then waits for it.
  await until(() => existsSync(join(scene.folder, 'npm-calls')));
  expect(existsSync(lock())).toBe(true);
  process.kill(-(child.pid ?? 0), 'SIGINT');
  expect((await end).code).not.toBe(0);
  expect(existsSync(lock())).toBe(false);
});

test('a set-up killed without a chance to clean up does not block the next one', async () => {
  const letGo = await holdNpm();
  const child = scene.start(setup(), parts);
  const end = ended(child);
  await until(() => existsSync(join(scene.folder, 'npm-calls')));
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await end;
  expect(existsSync(lock())).toBe(true);
  await letGo();
  expect((await scene.run(setup(), parts)).code).toBe(0);
  await rm(lock(), { force: true });
});
