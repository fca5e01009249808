import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LauncherScene, oldNode, setLauncherScene } from '../../support/launcher-scene.ts';

let scene: LauncherScene;
beforeEach(async () => {
  scene = await setLauncherScene();
});
afterEach(() => scene.remove());

const run = (...parts: string[]) => scene.run(join(scene.root, 'bin/setup'), parts);

/** One sentence of set-up's, and 69. */
function expectRefusal(result: { code: number | null; out: string; err: string }, sentence: RegExp): void {
  expect(result.err).toMatch(sentence);
  expect(result.code).toBe(69);
  expect(result.out).toBe('');
}

/** A registry's package of the runtime whose `node` is this script; returns its integrity. */
async function offerRuntime(script: string): Promise<string> {
  const offered = join(scene.folder, 'offered');
  await mkdir(join(offered, 'package/bin'), { recursive: true });
  await writeFile(join(offered, 'package/bin/node'), script);
  await chmod(join(offered, 'package/bin/node'), 0o755);
  execFileSync('tar', ['-czf', 'node.tgz', 'package'], { cwd: offered });
  await scene.fake('npm', `[ "$1" = pack ] || exit 1; cp '${offered}/node.tgz' "$4/node.tgz"`);
  const bytes = await readFile(join(offered, 'node.tgz'));
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

async function pin(integrity: string): Promise<void> {
  const text = await scene.read('bin/setup');
  await scene.write('bin/setup', text.replaceAll(/sha512-[A-Za-z0-9+/=]{80,}/g, integrity));
}

const version = async (): Promise<string> => /^node_version=(\S+)/m.exec(await scene.read('bin/setup'))?.[1] ?? '';

describe('with an old Node', () => {
  beforeEach(() => scene.fake('node', oldNode));

  test('and no npm, the sentence names the package to install', async () => {
    await scene.lose('npm');
    expectRefusal(await run('runtime'), /npm is missing: install it \('apt-get install npm' on Debian\)/);
  });

  test("and no network, npm's reason and a way out are given", async () => {
    expectRefusal(await run('runtime'), /could not be fetched \(.*ENOTFOUND.*\): check that 'npm ping' works/);
  });

  test('a runtime with another hash than the pinned one is refused and not kept', async () => {
    await offerRuntime('#!/bin/sh\necho v24.21.0\n');
    expectRefusal(await run('runtime'), /not the pinned one \(hash sha512-.*it was not used/);
    expect(existsSync(join(scene.root, `.runtime/node-${await version()}`))).toBe(false);
  });

  test('the runtime with the pinned hash is fetched once and used for the command', async () => {
    await pin(await offerRuntime('#!/bin/sh\necho the pinned node\n'));
    const first = await run('runtime', '--', 'node', 'x');
    expect(first).toMatchObject({ code: 0, out: 'the pinned node\n' });
    await scene.lose('npm');
    expect(await run('runtime', '--', 'node', 'x')).toEqual({ code: 0, out: 'the pinned node\n', err: '' });
  });

  test('a runtime that does not start here (another libc) is refused', async () => {
    await pin(await offerRuntime('#!/no/such/loader\n'));
    expectRefusal(await run('runtime'), /does not start on this system/);
    expect(existsSync(join(scene.root, `.runtime/node-${await version()}`))).toBe(false);
  });

  test('a platform without a pinned runtime is told to install Node', async () => {
    await scene.fake('node', 'if [ "$1" = -v ]; then echo v18.0.0; else echo sunos-sparc; fi');
    expectRefusal(await run('runtime'), /no runtime is pinned for sunos-sparc: install Node 22/);
  });

  test('and no room on the disk, the sentence says how much is missing', async () => {
    await scene.fake(
      'df',
      'echo "Filesystem 1024-blocks Used Available Capacity Mounted on"; echo "/dev/my disk 9000 8000 51200 90% /a b"',
    );
    expectRefusal(await run('runtime'), /there is no room: 50 MB are free .* needs 878 MB/);
  });
});

test('no room for the dependencies is said before npm starts', async () => {
  await scene.fake('df', 'echo header; echo "disk 9000 8000 1024 90% /"');
  expectRefusal(await run('dependencies'), /there is no room: 1 MB are free/);
  expect(await scene.npmCalls()).toEqual([]);
});

describe('without a browser', () => {
  const needed = 'chromium-headless-shell fonts-noto-core fonts-noto-cjk fontconfig';

  test('somebody who is not root is given the command for root', async () => {
    await scene.fake('id', 'echo 1000');
    await scene.fake('apt-get', 'exit 100');
    expectRefusal(await run('browser'), new RegExp(`run 'sudo apt-get update && sudo apt-get install -y ${needed}'`));
  });

  test('root gets browser and fonts from apt-get, once', async () => {
    await scene.fake('id', 'echo 0');
    await scene.lose('fc-list');
    const path = join(scene.folder, 'path');
    const shell = (name: string, text: string) =>
      `printf '#!/bin/sh\\n${text}\\n' >'${path}/${name}'; chmod 755 '${path}/${name}'`;
    const installed = [
      shell('chromium-headless-shell', 'exit 0'),
      shell('fc-list', 'echo NotoSans-Regular NotoSansCJK'),
    ];
    await scene.fake(
      'apt-get',
      `echo "$*" >>'${scene.folder}/apt-calls'\nif [ "$1" = install ]; then ${installed.join('; ')}; fi`,
    );
    expect((await run('browser')).code).toBe(0);
    expect(await run('browser')).toEqual({ code: 0, out: '', err: '' });
    const calls = (await readFile(join(scene.folder, 'apt-calls'), 'utf8')).trim().split('\n');
    expect(calls).toEqual(['update', `install -y --no-install-recommends ${needed}`]);
  });

  test('and neither apt-get nor network, the sentence says what can be done', async () => {
    await scene.fake('id', 'echo 0');
    await scene.write('node_modules/.bin/playwright', '#!/bin/sh\nexit 1\n');
    await chmod(join(scene.root, 'node_modules/.bin/playwright'), 0o755);
    expectRefusal(await run('browser'), /no browser was found and none could be fetched/);
    expect(await readdir(join(scene.root, '.runtime'))).not.toContain('setup.lock');
  });
});
