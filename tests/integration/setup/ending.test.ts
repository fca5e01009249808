/** How the process ends, in a process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ended } from '../../support/launcher-scene.ts';

const module = new URL('../../../src/cli/ending.ts', import.meta.url).href;

function start(script: string): ChildProcess {
  const source = `import { untilAsked } from '${module}';\n${script}`;
  return spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'pipe'] });
}

test.each(['setTimeout(() => { throw new Error("lost"); })', 'void Promise.reject(new Error("lost"))'])(
  'an error that nobody caught is a bug, 70, whatever Node would say: %s',
  async (script) => {
    const { code, err } = await ended(start(`untilAsked(undefined);\n${script};`));
    expect(code).toBe(70);
    expect(err).toMatch(/^vonggac: a bug: Error: lost at /);
  },
);

const waits = `const signal = untilAsked(undefined);
signal.addEventListener('abort', () => console.log('asked'));
setInterval(() => undefined, 1_000);
console.log('ready');`;

test('one wish that comes by two ways is one; a second one later ends at once', async () => {
  const child = start(waits);
  const end = ended(child);
  await once(child.stdout ?? child, 'data');
  child.kill('SIGINT');
  child.kill('SIGTERM');
  await sleep(1_500);
  expect(child.exitCode).toBeNull();
  child.kill('SIGTERM');
  expect(await end).toEqual({ code: 130, out: 'ready\nasked\n', err: '' });
});

test('a process whose supervisor is another one than its parent is asked to end', async () => {
  const { code, out } = await ended(
    start(`untilAsked('1.1').addEventListener('abort', () => { console.log('asked'); process.exit(0); });
setInterval(() => undefined, 1_000);`),
  );
  expect({ code, out }).toEqual({ code: 0, out: 'asked\n' });
});

test('a reader who has seen enough ends it without a word: `site list | head`', async () => {
  const child = start(`untilAsked(undefined);
setInterval(() => console.log('x'.repeat(1_000)), 5);`);
  const end = ended(child);
  await once(child.stdout ?? child, 'data');
  child.stdout?.destroy();
  const { code, err } = await end;
  expect({ code, err }).toEqual({ code: 141, err: '' });
});
