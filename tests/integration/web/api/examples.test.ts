/** The examples of docs/api.md, run by a shell with curl against a dashboard on loopback. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiScene, openApiScene } from '../../../support/api-scene.ts';

const run = promisify(execFile);
const blocks = [...readFileSync('docs/api.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(
  ([, block = '']) => block,
);
const examples = blocks.flatMap((block) => block.replaceAll('\\\n', ' ').trim().split('\n'));

let scene: ApiScene;
let server: ReturnType<typeof serve>;
let address: string;
let token: string;
let dir: string;

beforeAll(async () => {
  scene = await openApiScene();
  token = await scene.api.token('operator', { name: 'soc-1' });
  dir = await mkdtemp(join(tmpdir(), 'vonggac-curl-'));
  address = await new Promise((resolve) => {
    server = serve({ fetch: scene.desk.app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}`),
    );
  });
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await scene.desk.close();
  await rm(dir, { recursive: true });
});

test('there are examples', () => expect(examples.length).toBeGreaterThan(5));

test.each(examples)('%s', async (command) => {
  const env = { PATH: process.env.PATH, TOKEN: token, VONGGAC: address };
  const { stdout, stderr } = await run('sh', ['-c', `${command} --max-time 60 -w '\\n%{http_code}'`], {
    cwd: dir,
    env,
  });
  expect(stderr).toBe('');
  expect(stdout.split('\n').at(-1)).toMatch(/^20[0-2]$/);
});
