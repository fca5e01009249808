/** Scheduled backups: each is verified, old ones go, a failure is told and takes nothing with it. */
import { chmod, mkdir, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { backUpWhenDue } from '../../../src/monitor/backup/back-up-when-due.ts';
import type { ScheduledJob } from '../../../src/monitor/backup/backup-job.ts';
import { runScheduledBackup } from '../../../src/monitor/backup/scheduled-job.ts';
import { backupSymptom } from '../../../src/monitor/upkeep/doctor-backup.ts';
import { createBackups } from '../../../src/open/run-backup.ts';
import { getBackupState } from '../../../src/store/records/backup-state.ts';
import { emptyFolder, filesIn, jobOf, madeAt, passphrase, restoreFrom, watch } from '../../support/backup-scene.ts';
import { openSealedScene, type SealedScene } from '../../support/sealed-scene.ts';

const day = 86_400_000;
let scene: SealedScene;
let folder: string;
let passphraseFile: string;
beforeEach(async () => {
  scene = await openSealedScene();
  folder = await emptyFolder();
  passphraseFile = join(await emptyFolder(), 'passphrase');
  await writeFile(passphraseFile, `${passphrase}\n`, { mode: 0o600 });
});

const run = (more: Partial<ScheduledJob> = {}) => {
  const { file: _, force: __, passphrase: ___, ...of } = jobOf(scene.dir, '');
  return runScheduledBackup({ ...of, folder, keep: 2, passphraseFile, ...more }, watch);
};

describe('one backup', () => {
  test('is verified, holds the keys, and the oldest beyond those to keep goes; other files stay', async () => {
    await writeFile(join(folder, 'mine.zip'), 'mine');
    for (let n = 0; n < 3; n += 1)
      expect(await run({ now: madeAt + n * day })).toMatchObject({ ok: true, hasKeys: true });
    expect((await readdir(folder)).sort()).toEqual([
      'mine.zip',
      'vonggac-20261202T013000Z.zip',
      'vonggac-20261203T013000Z.zip',
    ]);
    await restoreFrom(join(folder, 'vonggac-20261203T013000Z.zip'));
  });

  test('of a folder that is gone, a passphrase that others can read, one that is short or gone: says so, makes nothing', async () => {
    expect(await run({ folder: join(folder, 'gone') })).toMatchObject({ ok: false, failure: 'no-folder' });
    expect(await run({ passphraseFile: join(folder, 'none') })).toMatchObject({ ok: false, failure: 'passphrase' });
    await chmod(passphraseFile, 0o644);
    expect(await run()).toMatchObject({ ok: false, failure: 'passphrase', detail: /chmod 600/ });
    await writeFile(passphraseFile, 'short');
    await chmod(passphraseFile, 0o600);
    expect(await run()).toMatchObject({ ok: false, failure: 'passphrase', detail: /shorter than 12/ });
    expect(await readdir(folder)).toEqual([]);
  });

  test('of a record with faults is kept, told, and no older one is removed for it', async () => {
    await run();
    await scene.close();
    await rm(join(scene.dir, 'audit-witness'));
    await scene.reopen();
    for (let n = 1; n <= 2; n += 1)
      expect(await run({ now: madeAt + n * day })).toMatchObject({ ok: false, failure: 'record' });
    expect(await readdir(folder)).toHaveLength(3);
  });

  test('sweeps away what a killed one left, and not what another is about to write', async () => {
    const left = ['.backup-0123456789ab', '.verify-Ab12Cd'];
    for (const name of left) await mkdir(join(scene.dir, name));
    await mkdir(join(scene.dir, '.backup-ba9876543210'));
    await writeFile(join(folder, '.vonggac-20261101T013000Z.zip.0123456789ab.part'), 'half');
    const old = (Date.now() - 2 * day) / 1_000;
    for (const name of left) await utimes(join(scene.dir, name), old, old);
    await utimes(join(folder, '.vonggac-20261101T013000Z.zip.0123456789ab.part'), old, old);
    await run({ now: Date.now() });
    expect((await readdir(scene.dir)).filter((name) => name.startsWith('.'))).toEqual(['.backup-ba9876543210']);
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('the schedule', () => {
  /** With the real process. */
  function scheduled() {
    let now = madeAt;
    const own = scene.parts();
    const backup = { folder, passphraseFile, keep: 2 };
    const config = configSchema.parse({ dataDir: scene.dir, backup });
    const backups = createBackups(config, null);
    onTestFinished(() => backups.close());
    const parts = { ...own, config, clock: () => now, runBackup: backups.run };
    return {
      parts,
      pass: (ms: number) => (now += ms),
      turn: (signal = watch.signal) => backUpWhenDue(parts, signal),
      doctor: () => backupSymptom(parts.db, config, now),
    };
  }

  test('makes one in a process of its own when it is due, records it, and doctor is content', async () => {
    const { parts, turn, pass, doctor } = scheduled();
    expect(await turn()).toBe(true);
    expect(await turn()).toBe(false);
    expect(await getBackupState(parts.db)).toMatchObject({ done: { at: madeAt }, failing: null });
    expect([...(await filesIn(join(folder, 'vonggac-20261201T013000Z.zip'))).keys()]).toContain('keys.sealed');
    expect(await doctor()).toMatchObject({ ok: true, detail: /the latest of 2026-12-01T01:30:00.000Z/ });
    pass(day);
    expect(await turn()).toBe(true);
    expect(await readdir(folder)).toHaveLength(2);
    expect((await scene.verified()).said).toEqual([]);
  });

  test('a folder that is gone is told and tried again in an hour; once it is back all is well', async () => {
    const { parts, turn, pass, doctor } = scheduled();
    await turn();
    await rename(folder, `${folder}.away`);
    pass(day);
    expect(await turn()).toBe(true);
    expect((await getBackupState(parts.db))?.failing).toMatchObject({ failure: 'no-folder', since: madeAt + day });
    expect(await doctor()).toMatchObject({ ok: false, detail: /is gone or can't be written/ });
    pass(day / 48);
    expect(await turn()).toBe(false);
    await rename(`${folder}.away`, folder);
    pass(day / 48);
    expect(await turn()).toBe(true);
    expect((await getBackupState(parts.db))?.failing).toBeNull();
    expect(await doctor()).toMatchObject({ ok: true });
  });

  test('one under way ends with the monitor, and is not told as a failure', async () => {
    const { parts, turn } = scheduled();
    const stopping = new AbortController();
    const turned = turn(stopping.signal);
    setImmediate(() => stopping.abort());
    await expect(turned).rejects.toThrow(/abort/);
    expect((await getBackupState(parts.db))?.failing).toBeNull();
  });
});
