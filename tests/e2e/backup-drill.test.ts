/** The drill: back up under load, lose the data folder, restore, verify, and watch on. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Portals, startPortals } from '../../fixtures/portals/server.ts';
import { openSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';
import { createWatch, until, type WatchProcess } from '../support/watch-process.ts';

let portals: Portals;
let smtp: TestSmtpServer;
let watch: WatchProcess;
let folder: string;

beforeAll(async () => {
  portals = await startPortals({ seed: 5 });
  smtp = await openSmtpServer();
  const hosts = portals.portals.map(({ url }) => new URL(url).host);
  const schedule = { learnLooks: 2, learnEvery: '1s', every: '1s' };
  watch = await createWatch({ smtpPort: smtp.port, hosts, schedule });
  folder = join(watch.dir, 'copies');
  await mkdir(folder);
  await writeFile(join(watch.dir, 'passphrase'), 'bốn từ không ai đoán\n', { mode: 0o600 });
  Object.assign(watch.env, {
    VONGGAC_BACKUP__FOLDER: folder,
    VONGGAC_BACKUP__PASSPHRASE_FILE: join(watch.dir, 'passphrase'),
  });
});
afterAll(async () => {
  await watch.close();
  await smtp.close();
  await portals.close();
});

function count(table: 'checks' | 'evidence' | 'captures' | 'targets' | 'blobs'): number {
  const db = new Sqlite(join(watch.dir, 'data', 'vonggac.sqlite'), { readonly: true });
  try {
    return db.prepare(`select count(*) from ${table}`).pluck().get() as number;
  } finally {
    db.close();
  }
}

it('what is restored verifies, and the monitor watches on', { timeout: 120_000 }, async () => {
  for (const { url } of portals.portals.slice(0, 2)) await watch.command('site', 'add', url);
  await watch.start();
  await until('looks', async () => count('checks') >= 3 && count('captures') > 0, 60_000);
  const before = count('checks');
  const archive = join(watch.dir, 'drill.zip');
  const made = await watch.json<{ hasKeys: boolean; faults: string[]; contents: number }>('backup', archive);
  expect(made).toMatchObject({ hasKeys: true, faults: [] });
  expect(made.contents).toBeGreaterThan(0);
  // Looks went on meanwhile.
  await until(
    'a scheduled backup and more looks',
    async () => {
      return (await readdir(folder)).some((name) => /^vonggac-.*Z\.zip$/.test(name)) && count('checks') > before;
    },
    60_000,
  );
  const after = count('checks');
  const kept = { targets: count('targets') };
  await watch.stop();

  await rm(join(watch.dir, 'data'), { recursive: true });
  const refused = await watch.command('restore', archive);
  expect([refused.code, refused.err]).toEqual([64, expect.stringContaining('--passphrase-file')]);
  const passphrase = ['--passphrase-file', join(watch.dir, 'passphrase')];
  const restored = await watch.command('restore', archive, ...passphrase);
  expect([restored.code, restored.out]).toEqual([0, expect.stringMatching(/^Restored into .*: the state of /)]);
  expect((await watch.command('restore', archive, ...passphrase)).code).toBe(73);
  expect(await watch.command('audit', 'verify')).toMatchObject({ code: 0, out: expect.stringMatching(/^ok/) });
  expect(count('checks')).toBeGreaterThanOrEqual(before);
  expect(count('checks')).toBeLessThanOrEqual(after);
  expect({ targets: count('targets') }).toEqual(kept);
  expect(count('blobs')).toBe(made.contents);

  const looks = count('checks');
  await watch.start();
  await until('looks after the restore', async () => count('checks') > looks, 60_000);
  const [symptoms] = [JSON.parse((await watch.command('doctor', '--json')).out) as { what: string; ok: boolean }[]];
  const wrong = symptoms.filter(({ ok }) => !ok).map(({ what }) => what);
  for (const what of ['database', 'rows', 'audit', 'files', 'desk-key', 'backup', 'daemon'])
    expect(wrong).not.toContain(what);
  await watch.stop();
  expect((await watch.command('audit', 'verify')).code).toBe(0);
});
