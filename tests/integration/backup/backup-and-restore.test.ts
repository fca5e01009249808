/** A backup is complete by itself: what is restored from it verifies, and is what was there. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Sqlite from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { ForbiddenError } from '../../../src/core/people/actor.ts';
import { filesSymptom } from '../../../src/monitor/audit/symptoms.ts';
import { verifyAll } from '../../../src/monitor/audit/verify.ts';
import { verifyBackup } from '../../../src/monitor/backup/verify-backup.ts';
import { actorOf } from '../../../src/monitor/people/capabilities.ts';
import { copyDatabase } from '../../../src/store/backup/snapshot.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { openBlobStore } from '../../../src/store/evidence/blobs.ts';
import { readAudit } from '../../../src/store/reads/audit.ts';
import {
  backUpTo,
  emptyFolder,
  filesIn,
  madeAt,
  passphrase,
  refusal,
  restoreFrom,
  watch,
} from '../../support/backup-scene.ts';
import { openSealedScene, type SealedScene } from '../../support/sealed-scene.ts';

let scene: SealedScene;
let file: string;
beforeEach(async () => {
  scene = await openSealedScene();
  await writeFile(join(scene.dir, 'desk-key'), Buffer.alloc(32, 7), { mode: 0o600 });
  file = join(await emptyFolder(), 'night.zip');
});

/** The report of `audit verify` on a data folder that nobody has opened. */
async function verifiedIn(dir: string) {
  const db = await openDatabase(join(dir, 'vonggac.sqlite'), { create: false });
  try {
    const parts = {
      db,
      blobs: openBlobStore(join(dir, 'blobs')),
      clock: () => madeAt,
      config: configSchema.parse({ dataDir: dir }),
    };
    return await verifyAll(parts, { sample: null, progress: () => undefined });
  } finally {
    await db.destroy();
  }
}

/** Rows by table, but for what a restore adds and ends. */
function countsIn(dir: string): Record<string, number> {
  const db = new Sqlite(join(dir, 'vonggac.sqlite'), { readonly: true });
  const names = db.prepare("select name from sqlite_master where type = 'table'").pluck().all() as string[];
  const counted = names.filter((name) => !['audit', 'sessions', 'sqlite_sequence'].includes(name));
  const counts = counted.map((name) => [name, db.prepare(`select count(*) from "${name}"`).pluck().get() as number]);
  db.close();
  return Object.fromEntries(counts);
}

describe('with its keys', () => {
  test('everything is there again, verifies, and the log tells who restored it', async () => {
    const made = await backUpTo(scene.dir, file, { passphrase });
    expect(made).toMatchObject({ hasKeys: true, isSealChecked: true, faults: [] });
    expect(made.contents).toBeGreaterThan(2);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const before = countsIn(scene.dir);
    const { dir, ...restored } = await restoreFrom(file);
    expect(restored).toMatchObject({ keys: ['audit-key', 'audit-witness', 'desk-key'], lostFactors: 0, faults: [] });
    expect(countsIn(dir)).toEqual(before);
    expect(await verifiedIn(dir)).toMatchObject({ ok: true, audit: { rows: 21 }, blobs: made.contents });
    const db = await openDatabase(join(dir, 'vonggac.sqlite'), { create: false });
    const [newest] = (
      await readAudit(db, { actor: '', act: '', subject: null, from: null, until: null, offset: 0, limit: 1 })
    ).rows;
    await db.destroy();
    expect(newest).toMatchObject({ act: 'backup-restored', actor: 'command line' });
    expect(await readFile(join(dir, 'desk-key'))).toEqual(Buffer.alloc(32, 7));
    const doctor = { config: configSchema.parse({ dataDir: dir }), configFile: null } as Parameters<
      typeof filesSymptom
    >[0];
    expect(await filesSymptom(doctor)).toMatchObject({ ok: true });
    expect((await readdir(scene.dir)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('the keys and a configuration with secrets are in it only encrypted', async () => {
    const config = join(await emptyFolder(), 'own.yaml');
    await writeFile(config, 'smtp: {password: rất-bí-mật}\n');
    await backUpTo(scene.dir, file, { configFile: config, hasSecrets: true });
    const files = await filesIn(file);
    const key = await readFile(join(scene.dir, 'audit-key'));
    expect([...files.keys()].filter((name) => !name.startsWith('blobs/')).sort()).toEqual([
      'keys.sealed',
      'manifest.json',
      'vonggac.sqlite',
    ]);
    for (const bytes of files.values()) {
      for (const secret of [key, Buffer.from(key.toString('base64')), Buffer.from('rất-bí-mật')])
        expect(bytes.includes(secret)).toBe(false);
    }
    const { configFile } = await restoreFrom(file);
    expect(await readFile(String(configFile), 'utf8')).toContain('rất-bí-mật');
  });

  test('files that the configuration names are in it, secret ones only encrypted; one that cannot be read is named', async () => {
    const folder = await emptyFolder();
    const pipe = join(folder, 'pipe');
    await promisify(execFile)('mkfifo', [pipe]);
    const named = [
      { key: 'policy.file', path: join(folder, 'policy.yaml'), isSecret: false },
      { key: 'mail.pgp.keyFile', path: join(folder, 'key.asc'), isSecret: true },
      { key: 'forms.final', path: join(folder, 'gone.yaml'), isSecret: false },
      { key: 'names.prefixes', path: pipe, isSecret: false },
    ];
    await writeFile(join(folder, 'policy.yaml'), 'thresholds: {}\n');
    await writeFile(join(folder, 'key.asc'), 'khóa-riêng-của-thư\n');
    const made = await backUpTo(scene.dir, file, { namedFiles: named });
    expect(made).toMatchObject({ faults: [], unread: ['forms.final', 'names.prefixes'] });
    for (const bytes of (await filesIn(file)).values()) {
      expect(bytes.includes('khóa-riêng')).toBe(false);
      expect(bytes.includes(Buffer.from('khóa-riêng-của-thư').toString('base64'))).toBe(false);
    }
    const { dir, ...restored } = await restoreFrom(file);
    expect(restored).toMatchObject({
      keys: ['audit-key', 'audit-witness', 'desk-key'],
      namedFiles: join(dir, 'restored-files'),
      unread: ['forms.final', 'names.prefixes'],
    });
    expect(await readFile(join(dir, 'restored-files', 'policy.file'), 'utf8')).toBe('thresholds: {}\n');
    const key = join(dir, 'restored-files', 'mail.pgp.keyFile');
    expect(await readFile(key, 'utf8')).toBe('khóa-riêng-của-thư\n');
    expect((await stat(key)).mode & 0o777).toBe(0o600);

    const without = await restoreFrom(file, { withoutKeys: true, passphrase: null });
    expect(await readdir(join(without.dir, 'restored-files'))).toEqual(['policy.file']);
  });

  test('a wrong passphrase, or none, restores nothing', async () => {
    await backUpTo(scene.dir, file);
    expect(await refusal(file, { passphrase: 'một câu khác hẳn' })).toEqual([
      65,
      'The passphrase does not open the keys in FILE: it is not the one of this backup, or the backup was altered.',
    ]);
    expect(await refusal(file, { passphrase: null })).toEqual([
      64,
      'The backup FILE holds keys: give their passphrase with --passphrase-file, or leave them with --without-keys.',
    ]);
  });
});

describe('without keys', () => {
  test.each([[null], [passphrase]])('new ones are made, and the record verifies with them', async (made) => {
    await backUpTo(scene.dir, file, { passphrase: made });
    const { dir, ...restored } = await restoreFrom(file, { passphrase: null, withoutKeys: true });
    expect(restored).toMatchObject({ keys: null, faults: [] });
    expect(await verifiedIn(dir)).toMatchObject({ ok: true, audit: { rows: 22 } });
    expect(await readFile(join(dir, 'audit-key'))).not.toEqual(await readFile(join(scene.dir, 'audit-key')));
  });

  test('a record that had faults is restored with them, and is not sealed as if it had none', async () => {
    await scene.close();
    const db = new Sqlite(join(scene.dir, 'vonggac.sqlite'));
    db.prepare("update audit set actor = 'nobody' where seq = 5").run();
    db.close();
    const made = await backUpTo(scene.dir, file, { passphrase: null });
    expect(made.faults).toEqual(['audit: row 5 was changed']);
    const { dir, faults } = await restoreFrom(file, { withoutKeys: true });
    expect(faults).toEqual(['audit: row 5 was changed']);
    expect((await verifiedIn(dir)).faults.map(({ about }) => about)).toEqual(expect.arrayContaining(['audit', 'key']));
  });
});

describe('what was lost before', () => {
  test('contents that were missing or damaged are named, and the rest is restored', async () => {
    const [gone = '', bad = ''] = (await readdir(join(scene.dir, 'blobs'), { recursive: true, withFileTypes: true }))
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name));
    await rm(gone);
    await writeFile(bad, 'other bytes');
    const made = await backUpTo(scene.dir, file);
    expect(made.faults).toEqual(['blob: 2 contents were missing or damaged before the backup']);
    const { dir, faults } = await restoreFrom(file);
    expect(faults).toEqual(made.faults);
    expect((await verifiedIn(dir)).faults.filter(({ about }) => about !== 'blob')).toEqual([]);
  });
});

describe('the file', () => {
  test('is never written over one that exists, unless asked to', async () => {
    await writeFile(file, 'something else');
    await expect(backUpTo(scene.dir, file)).rejects.toMatchObject({
      exitCode: 73,
      message: /exists: name another file/,
    });
    expect(await readFile(file, 'utf8')).toBe('something else');
    await backUpTo(scene.dir, file, { force: true });
    expect(await verifyBackup(file, { passphrase: null, dir: scene.dir }, watch)).toMatchObject({ faults: [] });
  });

  test('is not there at all when making it fails half-way', async () => {
    const stopping = new AbortController();
    const progress = (line: string) => line.startsWith('packing') && stopping.abort();
    const { makeBackup } = await import('../../../src/monitor/backup/make-backup.ts');
    const { jobOf } = await import('../../support/backup-scene.ts');
    await expect(makeBackup(jobOf(scene.dir, file), { progress, signal: stopping.signal })).rejects.toThrow(/abort/);
    expect(await readdir(join(file, '..'))).toEqual([]);
    expect((await readdir(scene.dir)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('of a folder that is gone or a full disk is refused with a sentence, and former ones stay', async () => {
    await expect(backUpTo(scene.dir, '/nowhere/a.zip')).rejects.toMatchObject({
      exitCode: 73,
      message: /no folder \/nowhere/,
    });
    // Writing there always answers that the disk is full.
    const full = join(await emptyFolder(), 'full.zip');
    await symlink('/dev/full', full);
    await expect(backUpTo(scene.dir, full)).rejects.toMatchObject({ exitCode: 73 });
  });
});

describe('restoring', () => {
  test('is for people who may change the whole installation', async () => {
    await backUpTo(scene.dir, file);
    for (const role of ['operator', 'approver', 'viewer', 'auditor'] as const) {
      const by = actorOf({ name: 'an', role, agencyId: null });
      await expect(restoreFrom(file, { by })).rejects.toThrow(ForbiddenError);
    }
  });

  test('is refused where anything is, which stays as it is', async () => {
    await backUpTo(scene.dir, file);
    const dataDir = await emptyFolder();
    await writeFile(join(dataDir, 'mine.txt'), 'mine');
    await expect(restoreFrom(file, { dataDir })).rejects.toMatchObject({
      exitCode: 73,
      message: /is not empty \(mine\.txt\)/,
    });
    expect(await readdir(dataDir)).toEqual(['mine.txt']);
    await expect(restoreFrom(file, { dataDir: scene.dir })).rejects.toMatchObject({
      exitCode: 73,
      message: /There is a database/,
    });
  });

  test('goes into a folder that is not there yet, and removes it again when it fails', async () => {
    await backUpTo(scene.dir, file);
    const dataDir = join(await emptyFolder(), 'new');
    await expect(restoreFrom(file, { dataDir, passphrase: 'một câu khác hẳn' })).rejects.toMatchObject({
      exitCode: 65,
    });
    await expect(stat(dataDir)).rejects.toMatchObject({ code: 'ENOENT' });
    await restoreFrom(file, { dataDir });
    expect(await verifiedIn(dataDir)).toMatchObject({ ok: true });
  });

  test('begins anew after one that was killed', async () => {
    await backUpTo(scene.dir, file);
    const dataDir = await emptyFolder();
    await mkdir(join(dataDir, '.restoring-0123456789ab', 'blobs'), { recursive: true });
    await restoreFrom(file, { dataDir });
    expect((await readdir(dataDir)).sort()).toEqual([
      'audit-key',
      'audit-witness',
      'blobs',
      'desk-key',
      'vonggac.sqlite',
    ]);
  });

  test('into a folder of somebody else is refused with a sentence', async () => {
    if (process.getuid?.() === 0) return;
    await backUpTo(scene.dir, file);
    const dataDir = await emptyFolder();
    await chmod(dataDir, 0o500);
    await expect(restoreFrom(file, { dataDir })).rejects.toMatchObject({ exitCode: 73 });
  });
});

test('a copy is one state, though another process writes between all of its steps', async () => {
  const dir = await emptyFolder();
  const writer = new Sqlite(join(dir, 'busy.sqlite'));
  writer.pragma('journal_mode = WAL');
  writer.exec('create table rows (id integer primary key, filling blob)');
  const add = writer.prepare('insert into rows (filling) values (randomblob(4000))');
  writer.transaction(() => {
    for (let n = 0; n < 4_000; n += 1) add.run();
  })();
  const shares: number[] = [];
  const progress = (share: number) => {
    shares.push(share);
    // One that begins anew would never end.
    if (shares.length > 1_000) throw new Error('never ends');
    add.run();
  };
  await copyDatabase(join(dir, 'busy.sqlite'), join(dir, 'copy.sqlite'), { progress, signal: watch.signal });
  const copy = new Sqlite(join(dir, 'copy.sqlite'), { readonly: true });
  expect(copy.prepare('select count(*) from rows').pluck().get()).toBe(4_000);
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
  copy.close();
  writer.close();
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
});
