import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { runDemo } from '../../../src/cli/demo/run-demo.ts';

const product = fileURLToPath(new URL('../../..', import.meta.url));
const left: string[] = [];
afterAll(async () => {
  for (const folder of left) await rm(folder, { recursive: true, force: true });
});

/** The demo with a product that behaves as `mode` says (tests/support/fake-product.ts). */
async function perform(mode: string) {
  const root = await mkdtemp(join(tmpdir(), 'vonggac-demo-test-'));
  left.push(root);
  await writeFile(join(root, 'mode'), mode);
  await mkdir(join(root, 'bin'));
  const launcher = join(root, 'bin/vonggac');
  const script = join(product, 'tests/support/fake-product.ts');
  await writeFile(launcher, `#!/bin/sh\nexec '${process.execPath}' '${script}' '${root}' "$@"\n`);
  await chmod(launcher, 0o755);
  if (mode !== 'installed') await symlink(join(product, 'fixtures'), join(root, 'fixtures'));
  const [out, err] = [new PassThrough(), new PassThrough()];
  const both = Promise.all([text(out), text(err)]);
  const code = await runDemo({ once: true, json: true, seed: 12, out, err, root });
  out.end();
  err.end();
  const [said, told] = await both;
  const folder = /data folder (\S+)/.exec(told)?.[1] ?? '';
  if (folder !== '') left.push(folder);
  const last = said.trimEnd().split('\n').at(-1) ?? '';
  return { code, told, folder, summary: said === '' ? null : JSON.parse(last) };
}

test.concurrent('a product that catches exactly the defaced portal and mails once is good, and nothing is left', async () => {
  const { code, summary, folder, told } = await perform('good');
  expect(summary, told).toMatchObject({ seed: 12, ok: true, mails: 1, suspected: [] });
  expect(summary.alarmed).toEqual([summary.defaced.site]);
  expect(code).toBe(0);
  expect(existsSync(folder)).toBe(false);
});

test.concurrent('a second mail is not good', async () => {
  const { code, summary, told } = await perform('second-mail');
  expect(summary, told).toMatchObject({ ok: false, mails: 2 });
  expect(code).toBe(1);
});

test.concurrent('an alarm of another portal is not good, and the data is kept to find out why', async () => {
  const { code, summary, folder, told } = await perform('wrong-site');
  expect(summary, told).toMatchObject({ ok: false });
  expect(summary.alarmed).not.toEqual([summary.defaced.site]);
  expect(code).toBe(1);
  expect(existsSync(join(folder, 'daemon.log'))).toBe(true);
});

test.concurrent('a daemon that dies is told in one sentence with its last words', async () => {
  const { code, told, summary } = await perform('dies');
  expect(told).toMatch(
    /the daemon ended with exit code 70; its last lines .*daemon\.log\):\n +the last words of the daemon/,
  );
  expect(summary).toBeNull();
  expect(code).toBe(1);
});

test.concurrent('a command that fails is told with its own sentence', async () => {
  const { code, told } = await perform('refuses');
  expect(told).toMatch(/'vonggac site add .*' ended with exit code 1: The address is refused: say why\./);
  expect(code).toBe(1);
});

test.concurrent('an installed product without fixtures says that the demo needs a checkout', async () => {
  const { code, told } = await perform('installed');
  expect(told).toContain('run it from a checkout');
  expect(code).toBe(69);
});
