/** The process may die at any moment, and power may fail: neither makes the witness accuse anybody. */

import { spawn } from 'node:child_process';
import { chmod, chown, cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/store/database.ts';
import { readWitness } from '../../../src/store/evidence/witness.ts';
import type { Database, Trx } from '../../../src/store/handle.ts';
import { appendAudit, verifyAudit } from '../../../src/store/records/audit.ts';
import { write } from '../../../src/store/write.ts';
import { openTestStore } from '../../support/open-test-store.ts';
import { tamper } from '../../support/tampering.ts';

const actor = new URL('../../support/act-until-killed.ts', import.meta.url).pathname;
const append = (trx: Trx, n: number) => appendAudit(trx, { at: n, actor: 'an', act: 'signed-in', subject: 'log' });
const act = (db: Database, n: number) => write(db, (trx) => append(trx, n));

async function rowsKnown(dir: string): Promise<number | null> {
  const found = await readWitness(dir);
  return found.state === 'good' ? found.heads.audit.rows : null;
}

/** The data folder as it is on the disk at this moment, opened by another process. */
async function afterDeath(dir: string) {
  const copy = await mkdtemp(join(tmpdir(), 'vonggac-killed-'));
  await cp(dir, copy, { recursive: true });
  const db = await openDatabase(join(copy, 'vonggac.sqlite'), { create: false });
  onTestFinished(async () => {
    await db.destroy();
    await rm(copy, { recursive: true, force: true });
  });
  return { db, dir: copy };
}

test('killed between a commit and the witness: it is behind, which is no fault, and it goes on', async () => {
  const { db, dir } = await openTestStore();
  const unwritten = await readFile(join(dir, 'audit-witness'));
  for (let n = 1; n <= 5; n += 1) await act(db, n);
  const dead = await afterDeath(dir);
  await writeFile(join(dead.dir, 'audit-witness'), unwritten);
  expect(await rowsKnown(dead.dir)).toBe(0);
  expect(await verifyAudit(dead.db, dead.dir)).toMatchObject({ ok: true, rows: 5 });
  await act(dead.db, 6);
  await dead.db.destroy();
  expect(await rowsKnown(dead.dir)).toBe(6);
});

test.each([1, 2, 7, 60, 300])(
  'killed by the system after %i commits: nobody is accused, and nothing is missing',
  async (commits) => {
    const { db, dir } = await openTestStore();
    await db.destroy();
    const child = spawn(process.execPath, [actor, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    for await (const line of createInterface({ input: child.stdout }))
      if (Number(line) >= commits) child.kill('SIGKILL');
    const again = await openDatabase(join(dir, 'vonggac.sqlite'), { create: false });
    onTestFinished(() => again.destroy());
    const report = await verifyAudit(again, dir);
    expect(report).toMatchObject({ ok: true, faults: [] });
    expect(report.rows).toBeGreaterThanOrEqual(commits);
  },
);

test('what was rolled back is never known to the witness', async () => {
  const { db, dir } = await openTestStore();
  await act(db, 1);
  const failed = write(db, async (trx) => {
    await append(trx, 2);
    throw new Error('the disk is full');
  });
  await expect(failed).rejects.toThrow();
  await db.destroy();
  expect(await rowsKnown(dir)).toBe(1);
});

test('killed while the key and the witness are made: the next opening finishes it', async () => {
  const { db, dir } = await openTestStore();
  await db.destroy();
  const key = await readFile(join(dir, 'audit-key'));
  await rm(join(dir, 'audit-witness'));
  const again = await openDatabase(join(dir, 'vonggac.sqlite'), { create: false });
  onTestFinished(() => again.destroy());
  expect(await readFile(join(dir, 'audit-key'))).toEqual(key);
  await act(again, 1);
  expect(await verifyAudit(again, dir)).toMatchObject({ ok: true, rows: 1 });
});

test('several processes beside each other: the witness knows what the last of them committed', async () => {
  const { db, dir } = await openTestStore();
  const others = await Promise.all([1, 2, 3].map(() => openDatabase(join(dir, 'vonggac.sqlite'), { create: false })));
  for (let round = 0; round < 5; round += 1) for (const [at, one] of [db, ...others].entries()) await act(one, at);
  for (const one of others) await one.destroy();
  await db.destroy();
  expect(await rowsKnown(dir)).toBe(20);
});

test('the witness stays with what it knew when rows were cut away, whatever is written afterwards', async () => {
  const { db, dir } = await openTestStore();
  for (let n = 1; n <= 5; n += 1) await act(db, n);
  await db.destroy();
  tamper(dir, 'delete from audit where seq > 3', 'delete from sqlite_sequence');
  const again = await openDatabase(join(dir, 'vonggac.sqlite'), { create: false });
  onTestFinished(() => again.destroy());
  for (let n = 6; n <= 12; n += 1) await act(again, n);
  const { faults } = await verifyAudit(again, dir);
  expect(faults).toEqual([expect.objectContaining({ about: 'audit', seq: 5 })]);
  await again.destroy();
  expect(await rowsKnown(dir)).toBe(5);
});

test('key, witness and database are their owner’s alone, and a database that was not becomes it', async () => {
  const { db, dir } = await openTestStore();
  await act(db, 1);
  const mode = async (name: string) => ((await stat(join(dir, name))).mode & 0o777).toString(8);
  const names = ['audit-key', 'audit-witness', 'vonggac.sqlite', 'vonggac.sqlite-wal', 'vonggac.sqlite-shm'];
  expect(await Promise.all(names.map(mode))).toEqual(names.map(() => '600'));
  await db.destroy();
  await chmod(join(dir, 'vonggac.sqlite'), 0o644);
  const again = await openDatabase(join(dir, 'vonggac.sqlite'), { create: false });
  onTestFinished(() => again.destroy());
  expect(await mode('vonggac.sqlite')).toBe('600');
});

test.runIf(process.getuid?.() === 0)('what root writes beside files of another user is that user’s', async () => {
  const { db, dir } = await openTestStore();
  await db.destroy();
  await chown(dir, 12_345, 12_345);
  await rm(join(dir, 'audit-key'));
  await rm(join(dir, 'audit-witness'));
  const again = await openDatabase(join(dir, 'vonggac.sqlite'), { create: false });
  await act(again, 1);
  await again.destroy();
  const owners = await Promise.all(
    ['audit-key', 'audit-witness'].map(async (name) => (await stat(join(dir, name))).uid),
  );
  expect(owners).toEqual([12_345, 12_345]);
});
