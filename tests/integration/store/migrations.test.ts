/** A database gets its schema at the first opening; what this version can't read is refused and left as it is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/store/database.ts';
import { verifyAudit } from '../../../src/store/records/audit.ts';
import { openTestStore } from '../../support/open-test-store.ts';
import { tamper, withDatabase } from '../../support/tampering.ts';

const opener = new URL('../../support/open-at-once.ts', import.meta.url).pathname;

/** Holds the write lock for 300 ms, while the thread of the test stands and waits for it. */
const heldForAMoment = `
  const { parentPort, workerData } = require('node:worker_threads');
  const Sqlite = require('better-sqlite3');
  const sqlite = new Sqlite(workerData);
  sqlite.exec('begin immediate');
  parentPort.postMessage('held');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  sqlite.exec('commit');
  sqlite.close();`;

async function emptyFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-test-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function closedStore(): Promise<{ readonly dir: string; readonly file: string }> {
  const { db, dir } = await openTestStore();
  await db.destroy();
  return { dir, file: join(dir, 'vonggac.sqlite') };
}

const oldScheme = /written before version 0\.1\.0 and cannot be brought up to date: set the data folder aside/;

test('processes that open a new database at once all find it whole, with one key and one witness', async () => {
  const dir = await emptyFolder();
  const file = join(dir, 'vonggac.sqlite');
  const children = Array.from({ length: 3 }, () =>
    spawn(process.execPath, [opener, file], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  onTestFinished(() => {
    for (const child of children) child.kill('SIGKILL');
  });
  await Promise.all(children.map((child) => once(child.stdout, 'data')));
  const ends = children.map((child) => once(child, 'exit'));
  for (const child of children) child.stdin.write('go\n');
  expect(await Promise.all(ends)).toEqual(children.map(() => [0, null]));
  const db = await openDatabase(file, { create: false, dataDir: dir });
  onTestFinished(() => db.destroy());
  expect(await verifyAudit(db, dir)).toMatchObject({ ok: true, rows: children.length });
});

test('a new database that another process holds is waited for', async () => {
  const dir = await emptyFolder();
  const file = join(dir, 'vonggac.sqlite');
  const holder = new Worker(heldForAMoment, { eval: true, workerData: file });
  onTestFinished(() => holder.terminate().then(() => undefined));
  await once(holder, 'message');
  const db = await openDatabase(file, { create: true, dataDir: dir });
  onTestFinished(() => db.destroy());
  expect((await sql`pragma journal_mode`.execute(db)).rows).toEqual([{ journal_mode: 'wal' }]);
});

test.each([
  ['written by the scheme of before', 'pragma user_version = 18'],
  ['whose record of migrations is gone', 'drop table kysely_migration'],
])('a database %s is refused with a sentence that says what to do, and left as it is', async (_, statement) => {
  const { dir, file } = await closedStore();
  tamper(dir, 'create table notOurs (x)', statement);
  const before = await readFile(file);
  await expect(openDatabase(file, { create: false })).rejects.toThrow(oldScheme);
  expect(await readFile(file)).toEqual(before);
});

test('a database of a newer version is refused with a sentence and left as it is', async () => {
  const { dir, file } = await closedStore();
  tamper(dir, `insert into kysely_migration values ('0002-later', '2027-01-01T00:00:00.000Z')`);
  const before = await readFile(file);
  for (const readonly of [false, true]) {
    await expect(openDatabase(file, { create: false, readonly })).rejects.toThrow(
      /written by a newer version \(schema 0002-later, this one knows 0001-first-release\): use that version/,
    );
  }
  expect(await readFile(file)).toEqual(before);
});

test('a database that lacks a migration is brought up to date by what may write, not by what only reads', async () => {
  const dir = await emptyFolder();
  const file = join(dir, 'vonggac.sqlite');
  new Sqlite(file).exec('vacuum').close();
  await expect(openDatabase(file, { create: false, readonly: true })).rejects.toThrow(
    /written by an older version .*'vonggac doctor' brings it up to date/,
  );
  const db = await openDatabase(file, { create: false });
  await db.destroy();
  const names = withDatabase(dir, (sqlite) => sqlite.prepare('select name from kysely_migration').pluck().all());
  expect(names).toEqual(['0001-first-release']);
  const reader = await openDatabase(file, { create: false, readonly: true });
  await reader.destroy();
});
