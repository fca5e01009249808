import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LauncherScene, setLauncherScene } from '../../support/launcher-scene.ts';

let scene: LauncherScene;
beforeEach(async () => {
  scene = await setLauncherScene();
});
afterEach(() => scene.remove());

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

describe('bin/verify', () => {
  /** Tools that succeed; each project of vitest counts as `counts` says and ends with that exit code. */
  async function tools(counts: Record<string, readonly [line: string, code: number]>): Promise<void> {
    // What set-up would bring is there.
    for (const name of ['chromium-headless-shell', 'fc-list'])
      await scene.fake(name, 'echo NotoSans-Regular NotoSansCJK');
    await scene.run(join(scene.root, 'bin/setup'), []);
    for (const name of ['biome', 'tsc', 'knip']) await tool(name, 'exit 0');
    const cases = Object.entries(counts).map(([project, [line, code]]) => {
      const count = line === '' ? '' : `echo '${line}' >>"$CLOSING_LINES"; `;
      return `${project}) ${count}exit ${code} ;;`;
    });
    await tool('vitest', `echo "ran $3"\ncase "$3" in\n${cases.join('\n')}\nesac`);
  }
  async function tool(name: string, script: string): Promise<void> {
    const file = join(scene.root, 'node_modules/.bin', name);
    await rm(file, { force: true });
    await scene.write(`node_modules/.bin/${name}`, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
  }
  const verify = (...args: string[]) => scene.run(join(scene.root, 'bin/verify'), args);
  const good = ['2 passed, 0 failed, 1 skipped', 0] as const;
  const projects = { unit: good, golden: good, integration: good, e2e: good };

  test('names every step with its seconds and ends with the sum of all projects', async () => {
    await tools(projects);
    const { code, out } = await verify();
    expect(code).toBe(0);
    expect(lastLine(out)).toBe('8 passed, 0 failed, 4 skipped');
    for (const step of ['set-up', 'biome', 'tsc', 'knip', 'unit', 'golden', 'integration', 'e2e']) {
      expect(out).toMatch(new RegExp(`^verify: .*${step}.*, good \\(\\d+ s\\)$`, 'm'));
    }
  });

  test('in a hurry runs neither integration nor e2e', async () => {
    await tools(projects);
    const { code, out } = await verify('--quick');
    expect(code).toBe(0);
    expect(out.match(/^ran \w+$/gm)).toEqual(['ran unit', 'ran golden']);
    expect(lastLine(out)).toBe('4 passed, 0 failed, 2 skipped');
  });

  test('names the ten files that took longest, over all projects', async () => {
    await tools(projects);
    const times = Array.from({ length: 12 }, (_, n) => `echo "${(n + 1) * 1_000} tests/$3/f${n}.test.ts"`).join('; ');
    await tool('vitest', `echo '1 passed, 0 failed, 0 skipped' >>"$CLOSING_LINES"; { ${times}; } >>"$FILE_TIMES"`);
    const { out } = await verify('--quick');
    const slowest = out.match(/^ +[\d.]+ s {2}tests\/.*$/gm)?.map((line) => line.trim()) ?? [];
    expect(slowest).toHaveLength(10);
    expect(slowest[0]).toMatch(/^12\.0 s {2}tests\/(unit|golden)\/f11\.test\.ts$/);
  });

  test('stops at a failing step, shows its output, and does not say that nothing failed', async () => {
    await tools(projects);
    await tool('tsc', 'echo "src/a.ts: wrong"; exit 2');
    const { code, out } = await verify();
    expect(code).toBe(1);
    expect(out).toContain('src/a.ts: wrong');
    expect(out).not.toContain('ran unit');
    expect(lastLine(out)).toBe('0 passed, 1 failed, 0 skipped');
  });

  test('runs all projects although one fails', async () => {
    await tools({ ...projects, unit: ['1 passed, 3 failed, 0 skipped', 1] });
    const { code, out } = await verify();
    expect(code).toBe(1);
    expect(out).toContain('ran e2e');
    expect(lastLine(out)).toBe('7 passed, 3 failed, 3 skipped');
  });

  test('a project that falls over without counting, or in which nothing ran, is a failure', async () => {
    await tools({ ...projects, e2e: ['', 1] });
    expect(await verify()).toMatchObject({ code: 1, out: expect.stringMatching(/\n6 passed, 1 failed, 3 skipped\n$/) });
    const nothing = ['0 passed, 0 failed, 0 skipped', 0] as const;
    await tools({ unit: nothing, golden: nothing, integration: nothing, e2e: nothing });
    expect(await verify()).toMatchObject({ code: 1, out: expect.stringMatching(/\n0 passed, 1 failed, 0 skipped\n$/) });
  });

  test('a set-up that cannot go on is a failure', async () => {
    await scene.lose('npm');
    const { code, out, err } = await verify();
    expect(code).toBe(69);
    expect(err).toContain('npm is missing');
    expect(lastLine(out)).toBe('0 passed, 1 failed, 0 skipped');
  });
});

describe('.ci/run', () => {
  const ci = () => scene.run(join(scene.root, '.ci/run'), []);
  const npmSays = (line: string, code: number) =>
    scene.fake('npm', `echo "CI=$CI $*"; cat; echo 'verify: all'; echo '${line}'; exit ${code}`);

  test('calls npm test as CI without input, prints the closing line last and ends with its code', async () => {
    await npmSays('5 passed, 2 failed, 0 skipped', 3);
    const { code, out } = await ci();
    expect(out).toContain('CI=true test');
    expect(lastLine(out)).toBe('5 passed, 2 failed, 0 skipped');
    expect(code).toBe(3);
  });

  test('without a closing line nothing has passed, whatever npm says', async () => {
    await npmSays('all is well', 0);
    expect(await ci()).toMatchObject({ code: 1, out: expect.stringMatching(/\n0 passed, 1 failed, 0 skipped\n$/) });
  });

  test('a tree that the tests left dirty is not good, a clean one is', async () => {
    await npmSays('5 passed, 0 failed, 0 skipped', 0);
    expect((await ci()).code).toBe(0);
    const git = (...args: string[]) =>
      scene.run('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: scene.root });
    await git('init', '-q');
    await git('add', '.');
    await git('commit', '-qm', 'all');
    expect((await ci()).code).toBe(0);
    await scene.write('left-behind', 'x');
    const { code, out, err } = await ci();
    expect(err).toContain('left-behind');
    expect(lastLine(out)).toBe('5 passed, 0 failed, 0 skipped');
    expect(code).toBe(1);
  });
});
