/**
 * A static copy behind real web servers, configured as its guide says: the same picture, the notice in place of what is
 * missing. Needs nginx and Apache on the path, or `VONGGAC_NGINX` and `VONGGAC_APACHE`; skips the one that is not there.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Portals, startPortals } from '../../../fixtures/portals/server.ts';
import type { Capture } from '../../../src/core/domain/capture.ts';
import { owner } from '../../../src/core/people/actor.ts';
import { makeCopy } from '../../../src/monitor/restore/make-copy.ts';
import { openTarget } from '../../../src/monitor/restore/open-target.ts';
import { changedTiles, lookAt, seedPortal } from '../../support/copied-portals.ts';
import { captureConfig, testCapturer, testNow } from '../../support/loopback-portal.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';
import { freePort, until } from '../../support/watch-process.ts';

const mostChanged = 0.02;
const capturer = testCapturer(captureConfig());
let desk: TestDesk;
let portals: Portals;
let look: Capture;
let folder: string;
let guide: string;

beforeAll(async () => {
  desk = await openTestDesk({ now: testNow, config: { retention: { keepFree: '1MB' } } });
  portals = await startPortals({ seed: 7, now: () => new Date(testNow) });
  look = await lookAt(capturer, portals.portals[0]?.url ?? '');
  const site = await seedPortal(desk, testNow, [look]);
  folder = join(await mkdtemp(join(tmpdir(), 'vonggac-served-')), 'copy');
  await makeCopy(desk.parts, site, { actor: owner('an'), open: () => openTarget(folder, testNow, false) });
  for (const path of [join(folder, '..'), folder]) await chmod(path, 0o755);
  guide = await readFile(join(folder, 'HUONG-DAN.txt'), 'utf8');
});
afterAll(async () => {
  await capturer.close();
  await portals?.close();
  await desk?.close();
  await rm(join(folder, '..'), { recursive: true, force: true });
});

/** Lines of the guide's example, with the places of this copy. */
const example = (from: string, to: string) =>
  (guide.split(`\n${from}`)[1]?.split(`\n${to}`)[0] ?? '')
    .split('\n')
    .slice(1)
    .join('\n')
    .replaceAll('/srv/ban-sao', folder);

const programs = {
  nginx: process.env.VONGGAC_NGINX ?? 'nginx',
  apache: process.env.VONGGAC_APACHE ?? 'apache2',
};

interface Server {
  readonly name: keyof typeof programs;
  readonly configure: (dir: string, port: number) => Promise<string[]>;
}

/** As the servers' packages bring them. */
const types = [
  'text/html html',
  'text/css css',
  'image/png png',
  'image/jpeg jpg jpeg',
  'image/gif gif',
  'image/webp webp',
  'image/svg+xml svg',
  'font/woff2 woff2',
  'font/woff woff',
];

const servers: readonly Server[] = [
  {
    name: 'nginx',
    async configure(dir, port) {
      const server = example('nginx:', 'Apache')
        .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
        .replace('TEN-MIEN', 'localhost');
      const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (kind) => `${kind}_temp_path ${join(dir, kind)};`,
      );
      await writeFile(
        join(dir, 'nginx.conf'),
        `daemon off; master_process off; pid ${join(dir, 'pid')}; error_log stderr;\nevents {}\nhttp { types { ${types.map((pair) => `${pair};`).join(' ')} } access_log off; ${paths.join(' ')}\n${server}\n}`,
      );
      return ['-p', dir, '-e', 'stderr', '-c', join(dir, 'nginx.conf')];
    },
  },
  {
    name: 'apache',
    async configure(dir, port) {
      const modules = process.env.VONGGAC_APACHE_MODULES ?? '/usr/lib/apache2/modules';
      const names = ['mpm_event', 'authz_core', 'headers', 'mime', 'dir', 'rewrite'];
      const load = names.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`);
      // Apache refuses to serve as root; files of the copy are then read by its own user.
      const user = process.getuid?.() === 0 ? 'User www-data\nGroup www-data\n' : '';
      await writeFile(join(dir, 'mime.types'), types.map((pair) => `${pair}\n`).join(''));
      await writeFile(
        join(dir, 'apache.conf'),
        `ServerRoot ${dir}\nListen 127.0.0.1:${port}\nServerName localhost\n${user}PidFile ${join(dir, 'pid')}\nDefaultRuntimeDir ${dir}\nErrorLog ${join(dir, 'error.log')}\n${load.join('\n')}\nTypesConfig ${join(dir, 'mime.types')}\n${example('Apache (mod_headers, mod_rewrite):', 'IIS')}\n`,
      );
      return ['-X', '-f', join(dir, 'apache.conf')];
    },
  },
];

async function serve({ name, configure }: Server): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), `vonggac-${name}-`));
  await mkdir(join(dir, 'logs'));
  const port = await freePort();
  const child: ChildProcess = spawn(programs[name], await configure(dir, port), {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (data) => (said += String(data)));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await rm(dir, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}/`;
  await until(
    `${name} to answer`,
    async () => {
      if (child.exitCode !== null) throw new Error(said);
      return fetch(url).then(
        () => true,
        () => false,
      );
    },
    20_000,
  );
  return url;
}

for (const server of servers) {
  const isThere = spawnSync(programs[server.name], ['-v']).status === 0;
  if (!isThere) console.log(`${server.name} is not installed: its example is not tried.`);
  describe.skipIf(!isThere)(`the example for ${server.name}`, () => {
    test('shows the portal and the notice, and takes no form', async () => {
      const url = await serve(server);
      const home = await fetch(url);
      expect([home.status, home.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(home.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(home.headers.get('x-content-type-options')).toBe('nosniff');
      expect(await home.text()).toBe(await readFile(join(folder, 'www/index.html'), 'utf8'));
      const style = (await readdir(join(folder, 'www/tep'))).find((file) => file.endsWith('.css')) ?? '';
      expect((await fetch(`${url}tep/${style}`)).headers.get('content-type')).toContain('text/css');
      const notice = await readFile(join(folder, 'www/tam-ngung.html'), 'utf8');
      for (const path of ['khong-co', 'tep/', 'a/b/c.php?x=1']) {
        const missing = await fetch(`${url}${path}`);
        expect([path, missing.ok, await missing.text()]).toEqual([path, false, notice]);
        if (path !== 'tep/') expect(missing.status).toBe(503);
      }
      const sent = await fetch(url, { method: 'POST', body: 'mat-khau=1' });
      expect([sent.ok, await sent.text()]).toEqual([false, notice]);

      const shown = await lookAt(capturer, url);
      const [before, after] = [look, shown].map(({ rendering }) => rendering?.screenshot ?? null);
      if (!before || !after) return expect.unreachable();
      const changed = changedTiles(await desk.pictures.reduce(before), await desk.pictures.reduce(after));
      expect(changed).toBeLessThanOrEqual(mostChanged);
    });
  });
}
