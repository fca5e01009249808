import { CompiledQuery } from 'kysely';
import { expect, test } from 'vitest';
import type { Database } from '../../../src/store/handle.ts';
import { appendAudit, auditHead, verifyAudit } from '../../../src/store/records/audit.ts';
import { write } from '../../../src/store/write.ts';
import { openTestStore } from '../../support/open-test-store.ts';

async function append(db: Database, count: number) {
  for (let n = 1; n <= count; n += 1) {
    await write(db, (trx) =>
      appendAudit(trx, { at: n, actor: 'an', act: 'signed-in', subject: `site ${n}`, detail: { version: n } }),
    );
  }
}

test('an untouched chain verifies and names its head', async () => {
  const { db } = await openTestStore();
  await append(db, 3);
  expect(await verifyAudit(db)).toEqual({ ok: true, rows: 3, head: await auditHead(db), faults: [] });
});

test('an empty chain verifies', async () => {
  const { db } = await openTestStore();
  expect(await verifyAudit(db)).toEqual({ ok: true, rows: 0, head: '0'.repeat(64), faults: [] });
});

test.each([
  ['a changed actor', "update audit set actor = 'binh' where seq = 2", 2],
  ['a changed detail', `update audit set detailJson = '{"n":7}' where seq = 2`, 2],
  ['a removed row', 'delete from audit where seq = 2', 3],
  ['a removed first row', 'delete from audit where seq = 1', 2],
  ['a removed seal', 'update audit set seal = null where seq = 2', 2],
  ['the seal of another row', 'update audit set seal = (select seal from audit where seq = 1) where seq = 2', 2],
])('%s breaks the chain at the row where it shows', async (_, statement, seq) => {
  const { db } = await openTestStore();
  await append(db, 3);
  await db.executeQuery(CompiledQuery.raw(statement));
  expect(await verifyAudit(db)).toMatchObject({ ok: false, faults: [{ about: 'audit', seq }] });
});

test('two rows cannot follow the same row', async () => {
  const { db } = await openTestStore();
  await append(db, 2);
  const second = await db.selectFrom('audit').selectAll().where('seq', '=', 2).executeTakeFirstOrThrow();
  const fork = db
    .insertInto('audit')
    .values({ ...second, seq: 9, actor: 'mallory', hash: 'f'.repeat(64) })
    .execute();
  await expect(fork).rejects.toThrow(/UNIQUE/);
});
