/** After a restored backup or a lost key a person accepts what is there; from then on every change is found again. */

import { chmod, copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { reseal } from '../../../src/monitor/audit/reseal.ts';
import { readAudit } from '../../../src/store/reads/audit.ts';
import { openSealedScene, type SealedScene } from '../../support/sealed-scene.ts';
import { rechain, tamper, withDatabase } from '../../support/tampering.ts';

const by = { actor: owner('command line'), reason: 'backup of last night restored' };
let scene: SealedScene;
beforeEach(async () => {
  scene = await openSealedScene();
});

const everything = { actor: '', act: '', subject: null, from: null, until: null, offset: 0, limit: 1 };
const newest = async () => (await readAudit(scene.parts().db, everything)).rows[0];

test('nothing to accept is refused, and a key that is damaged has to be moved away first', async () => {
  await expect(reseal(scene.parts(), by)).rejects.toThrow(/there is nothing to reseal/);
  await writeFile(join(scene.dir, 'audit-key'), 'half');
  await expect(reseal(scene.parts(), by)).rejects.toThrow(
    /audit-key is damaged: restore it from a backup, or move it away/,
  );
});

test('an older database that was put in place is accepted, with its reason in the log', async () => {
  await scene.close();
  const file = join(scene.dir, 'vonggac.sqlite');
  await copyFile(file, `${file}.old`);
  await scene.reopen();
  for (let n = 20; n <= 24; n += 1) await scene.act(n);
  await scene.close();
  await copyFile(`${file}.old`, file);
  await scene.reopen();
  expect(await reseal(scene.parts(), by)).toBe(1);
  expect(await newest()).toMatchObject({ act: 'audit-resealed', actor: 'command line' });
  expect((await newest())?.detail).toMatchObject({ reason: by.reason, faults: 1, auditUpTo: 20 });
  await scene.act(30);
  await scene.reopen();
  expect((await scene.verified()).said).toEqual([]);
});

test('a lost key and witness are made anew, and so is everything that was altered accepted', async () => {
  const { value: hash } = withDatabase(scene.dir, (sqlite) =>
    sqlite.prepare('select bodyHash as value from captures').get(),
  ) as { value: string };
  await rm(join(scene.dir, 'blobs', hash.slice(0, 2), hash));
  tamper(
    scene.dir,
    'delete from audit where seq in (7, 20)',
    `update checks set score = 1 where level = 'alarm'`,
    'delete from captures where id = 2',
    'delete from evidence where seq = 4',
    'update baselines set revision = 7',
  );
  await scene.close();
  for (const name of ['audit-key', 'audit-witness']) await rm(join(scene.dir, name));
  await scene.reopen();
  await scene.act(20);
  expect(await reseal(scene.parts(), by)).toBeGreaterThan(5);
  expect((await scene.verified()).said).toEqual([]);
  expect(await readdir(scene.dir)).toEqual(expect.arrayContaining(['audit-key', 'audit-witness']));
});

test.each([
  [
    'a row from before it changed',
    `update audit set actor = 'binh' where seq = 3`,
    /^audit: rows up to 21 were changed since they were accepted/,
  ],
  [
    'a row from before it deleted',
    'delete from audit where seq = 3',
    /^audit: rows up to 21 were changed since they were accepted/,
  ],
  ['itself deleted', 'delete from audit where seq = 22', /^audit: rows 22 to 23 are missing|^audit: row 22 is missing/],
  ['a row after it changed', `update audit set actor = 'binh' where seq = 23`, /^audit: row 23 was changed/],
  [
    'evidence from before it changed',
    `update evidence set at = 1 where seq = 2`,
    /^evidence: rows up to \d+ were changed/,
  ],
  [
    'an alarm changed once more',
    `update checks set score = 2 where level = 'alarm'`,
    /^evidence: check \d+ was changed/,
  ],
])('after it, %s is found', async (_, statement, expected) => {
  tamper(scene.dir, 'delete from audit where seq = 20', `update checks set score = 1 where level = 'alarm'`);
  await scene.reopen();
  await scene.act(20);
  await reseal(scene.parts(), by);
  await scene.act(21);
  await scene.reopen();
  expect((await scene.verified()).said).toEqual([]);
  tamper(scene.dir, statement);
  expect((await scene.verified()).said.join('\n')).toMatch(new RegExp(expected.source, 'm'));
});

test('one that was written without the key accepts nothing', async () => {
  const detail = {
    auditUpTo: 15,
    auditDigest: 'x',
    evidenceUpTo: 0,
    evidenceDigest: 'x',
    evidenceBy: 1,
    faults: 1,
    reason: 'x',
  };
  tamper(
    scene.dir,
    'delete from audit where seq > 15',
    `insert into audit (seq, at, actor, act, subject, detailJson, previousHash, hash, seal)
     values (16, 1, 'command line', 'audit-resealed', 'log', '${JSON.stringify(detail)}', 'x', 'y', '${'a'.repeat(64)}')`,
  );
  rechain(scene.dir, 'audit');
  const { said } = await scene.verified();
  expect(said).toContainEqual(expect.stringMatching(/^audit: row 16 is sealed wrongly/));
  expect(said).toContainEqual(expect.stringMatching(/^audit: rows 17 to 20 are missing/));
});

test('a key that others may read is said with the command that mends it', async () => {
  const key = join(scene.dir, 'audit-key');
  await chmod(key, 0o640);
  expect((await scene.verified()).said).toEqual([
    `key: others on this machine can read the key: run 'chmod 600 ${key}'`,
  ]);
  expect((await readFile(key)).length).toBe(32);
});
