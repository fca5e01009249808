import { existsSync } from 'node:fs';
import { mkdir, realpath, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LauncherScene, setLauncherScene } from '../../support/launcher-scene.ts';

let scene: LauncherScene;
beforeEach(async () => {
  scene = await setLauncherScene();
});
afterEach(() => scene.remove());

const vonggac = (): string => join(scene.root, 'bin/vonggac');
const setup = (): string => join(scene.root, 'bin/setup');

describe('vonggac', () => {
  test('is found through a chain of links, runs where it was called, and hands every argument on as it is', async () => {
    const elsewhere = join(scene.folder, 'else where');
    await mkdir(elsewhere);
    await symlink(vonggac(), join(scene.folder, 'absolute'));
    await symlink('../absolute', join(elsewhere, 'relative'));
    const { code, out } = await scene.run('./relative', ['check', 'a b', '', '*'], { cwd: elsewhere });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ args: ['check', 'a b', '', '*'], cwd: await realpath(elsewhere) });
  });

  test('says on standard output only what the command says, also in the run that sets everything up', async () => {
    const { out, err } = await scene.run(vonggac(), ['config', 'check']);
    expect(JSON.parse(out)).toMatchObject({ args: ['config', 'check'] });
    expect(err).toContain('installing the dependencies');
  });

  test('fetches and builds once: the second run neither calls npm nor says a word', async () => {
    await scene.run(vonggac(), []);
    const second = await scene.run(vonggac(), []);
    expect(second.err).toBe('');
    expect(await scene.npmCalls()).toHaveLength(1);
  });

  test('is not confused by CDPATH, which makes cd print', async () => {
    const { code, out } = await scene.run('vọng gác/bin/vonggac', [], { env: { CDPATH: `${scene.folder}:.` } });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ args: [] });
  });

  test('brings a browser for the demo only, not for a site that is called demo', async () => {
    await scene.fake('apt-get', `echo "$*" >>'${scene.folder}/apt-calls'; exit 1`);
    await scene.run(vonggac(), ['site', 'add', 'http://a.example/', '--name', 'demo']);
    await scene.run(vonggac(), ['--config', 'demo', 'run']);
    expect(existsSync(join(scene.folder, 'apt-calls'))).toBe(false);
    await scene.run(vonggac(), ['--config', 'x.yaml', 'demo', '--once']);
    expect(existsSync(join(scene.folder, 'apt-calls'))).toBe(true);
  });

  test.each(['dash', 'bash --posix', 'busybox sh'])('works under %s', async (shell) => {
    const [program = '', ...words] = shell.split(' ');
    const path = ['/bin', '/usr/bin'].map((folder) => join(folder, program)).find(existsSync);
    if (path === undefined) return expect(program).not.toBe('dash');
    const { code, out, err } = await scene.run(path, [...words, vonggac(), 'doctor']);
    expect(err).not.toMatch(/not found|syntax|bad substitution/i);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ args: ['doctor'] });
  });
});

describe('the build', () => {
  const build = () => scene.run(setup(), ['runtime', 'dependencies', 'build']);

  test('follows a changed source, also one whose time lies in the past', async () => {
    await build();
    await scene.write('src/main.ts', 'export const changed = 1;\n');
    await utimes(join(scene.root, 'src/main.ts'), 0, 0);
    await build();
    expect(await scene.read('dist/main.js')).toContain('changed');
  });

  test('forgets a deleted source and carries what is not compiled', async () => {
    await scene.write('src/core/gone.ts', 'export const gone = 1;\n');
    await build();
    expect(existsSync(join(scene.root, 'dist/core/gone.js'))).toBe(true);
    await rm(join(scene.root, 'src/core/gone.ts'));
    await build();
    expect(existsSync(join(scene.root, 'dist/core/gone.js'))).toBe(false);
    expect(await scene.read('dist/web/style.css')).toContain('red');
  });

  test('that fails leaves the old one standing and says so', async () => {
    await build();
    await scene.write('src/main.ts', 'const text: string = 1;\nexport { text };\n');
    const { code, out, err } = await build();
    expect(code).toBe(69);
    expect(err).toContain('the build failed');
    expect(out).toBe('');
    expect(await scene.read('dist/main.js')).toContain('argv');
  });
});

describe('npm', () => {
  test('gets nothing from a surrounding npm run but its registry', async () => {
    const env = {
      npm_config_dry_run: 'true',
      npm_config_omit: 'dev',
      npm_config_global: 'true',
      npm_config_prefix: '/elsewhere',
      NODE_ENV: 'production',
      npm_config_registry: 'https://registry.example/',
    };
    await scene.run(setup(), ['runtime', 'dependencies'], { env });
    const seen = await scene.read('../npm-environment');
    expect(seen).not.toMatch(/npm_config_(dry_run|omit|global|prefix)=|NODE_ENV=/);
    expect(seen).toContain('npm_config_registry=https://registry.example/');
  });

  test('that fails is told with its own reason', async () => {
    await scene.fake(
      'npm',
      "echo 'npm error code E404' >&2; echo 'npm error' >&2; echo 'npm error 404 no such thing' >&2; exit 1",
    );
    const { code, err } = await scene.run(setup(), ['runtime', 'dependencies']);
    expect(code).toBe(69);
    expect(err).toMatch(/could not be installed: E404 404 no such thing .*npm ping/);
  });

  test('is called again when the lock file changed', async () => {
    await scene.run(setup(), ['runtime', 'dependencies']);
    await scene.write('package-lock.json', '{ "lockfileVersion": 3, "requires": true }\n');
    await scene.run(setup(), ['runtime', 'dependencies']);
    expect(await scene.npmCalls()).toHaveLength(2);
  });
});

test('an unknown part is a wrong usage', async () => {
  const { code, err } = await scene.run(setup(), ['everything']);
  expect(code).toBe(64);
  expect(err).toContain("unknown part 'everything'");
});

test('an installed product, which has no sources, is started as it is', async () => {
  await rm(join(scene.root, 'src'), { recursive: true });
  await scene.write('dist/main.js', "process.stdout.write('installed')");
  const { code, out, err } = await scene.run(vonggac(), ['run']);
  expect({ code, out, err }).toEqual({ code: 0, out: 'installed', err: '' });
  expect(await scene.npmCalls()).toEqual([]);
});
