/** Row by row: whatever somebody changes who has the database, and not the key, is found and said. */
import { copyFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { prune } from '../../../src/monitor/upkeep/prune.ts';
import { openSealedScene, type SealedScene, verified } from '../../support/sealed-scene.ts';
import { defacedPage, portalPage, stageWatch } from '../../support/staged-watch.ts';
import { rechain, tamper, withDatabase } from '../../support/tampering.ts';

const home = 'https://thanhson.example.gov.vn/';
const day = 86_400_000;
let scene: SealedScene;
let dir: string;
beforeEach(async () => {
  scene = await openSealedScene();
  ({ dir } = scene);
});

const evidenceOf = (column: string) =>
  withDatabase(dir, (sqlite) => sqlite.prepare(`select ${column} as value from captures`).get()) as { value: string };

test('what was written by the product holds', async () => {
  const report = await scene.verified();
  expect(report).toMatchObject({ ok: true, faultCount: 0, said: [] });
  expect(report.audit.rows).toBe(20);
  expect(report.evidence.rows).toBeGreaterThan(8);
  expect(report.blobs).toBeGreaterThan(2);
});

test.each([
  ['all rows of the log deleted', ['delete from audit'], /^audit: rows 1 to 20 are missing/],
  ['and their numbers reset', ['delete from audit', 'delete from sqlite_sequence'], /^audit: the log is empty/],
  ['the last five deleted', ['delete from audit where seq > 15'], /^audit: rows 16 to 20 are missing/],
  ['one in the middle deleted', ['delete from audit where seq = 7'], /^audit: row 7 is missing/],
  ["a row's text changed", [`update audit set actor = 'binh' where seq = 7`], /^audit: row 7 was changed/],
  [
    'a row put in before the first',
    [
      `insert into audit (seq, at, actor, act, subject, detailJson, previousHash, hash) select -1, at, 'binh', act, subject, detailJson, 'x', hash from audit where seq = 1`,
    ],
    /^audit: row -1 was inserted before the first one/,
  ],
  [
    'a check put in before the first',
    [
      `update checks set id = -1, level = 'alarm' where id = (select max(id) from checks where captureId is null and level = 'clean')`,
    ],
    /^evidence: check -1 was not written/,
  ],
  ['all evidence deleted', ['delete from evidence'], /^evidence: rows 1 to \d+ are missing/],
  [
    "an alarm's level changed",
    [`update checks set level = 'clean' where level = 'alarm'`],
    /^evidence: check \d+ was changed/,
  ],
  [
    'a clean look made an alarm',
    [
      `update checks set level = 'alarm' where id = (select max(id) from checks where captureId is null and level = 'clean')`,
    ],
    /^evidence: check \d+ was not written by the product/,
  ],
  [
    "a capture's hash changed",
    [`update captures set bodyHash = '${'a'.repeat(64)}' where id = 1`],
    /^evidence: capture 1 was changed/,
  ],
  [
    "a capture's headers changed",
    [`update captures set metaJson = '{}' where id = 1`],
    /^evidence: capture 1 was changed/,
  ],
  [
    "an alarm's capture exchanged",
    [`update checks set captureId = 1 where level = 'alarm'`],
    /^evidence: check \d+ was changed/,
  ],
  [
    "an alarm's capture hidden",
    [`update checks set captureId = null where level = 'alarm'`],
    /^evidence: check \d+ was changed/,
  ],
  [
    'a capture deleted',
    ['delete from captures where id = 1'],
    /^evidence: capture 1 is gone, and no pruning removed it/,
  ],
  [
    "a finding's reason changed",
    [`update findings set reasonVi = 'x' where score > 0`],
    /^evidence: check \d+ was changed/,
  ],
  ['findings deleted', ['delete from findings'], /^evidence: check \d+ was changed/],
  ['an incident ended', [`update incidents set status = 'dismissed'`], /^evidence: incident 1 was changed/],
  [
    "an incident's findings changed",
    [`update incidentTargets set findingsJson = '[]'`],
    /^evidence: incident 1 was changed/,
  ],
  ['an incident deleted', ['delete from incidents'], /^evidence: incident 1 is gone/],
  ["an incident's event deleted", ['delete from incidentEvents'], /^evidence: event of an incident 1 is gone/],
  [
    'what is learned changed',
    [`update baselines set content = x'00'`],
    /^baseline: version 1 of what is learned of 1\.1/,
  ],
  ['what is learned called a later revision', ['update baselines set revision = revision + 1'], /^baseline: version 1/],
])('%s is found', async (_, statements, expected) => {
  tamper(dir, ...statements);
  const { ok, said } = await scene.verified();
  expect(ok).toBe(false);
  expect(said.join('\n')).toMatch(new RegExp(expected.source, 'm'));
});

test.each([
  ['audit', `update audit set actor = 'binh' where seq = 7`, /^audit: 14 rows? from|rows 7 to 20 are sealed wrongly/],
  ['audit', 'delete from audit where seq = 7', /^audit: row 7 is missing/],
  ['audit', 'update audit set seq = seq - 1 where seq > 7', /^audit: .*sealed wrongly/],
  ['evidence', `update evidence set digest = 'x' where seq = 3`, /^evidence: rows 3 to \d+ are sealed wrongly/],
] as const)('the chain of the %s made to fit again after "%s" is found', async (table, statement, expected) => {
  if (statement.includes('seq - 1')) tamper(dir, 'delete from audit where seq = 7');
  tamper(dir, statement);
  rechain(dir, table);
  const { ok, said } = await scene.verified();
  expect(ok).toBe(false);
  expect(said.join('\n')).toMatch(new RegExp(expected.source, 'm'));
});

test('an older copy of the database put in place is found, and is said with its rows', async () => {
  await scene.close();
  const file = join(dir, 'vonggac.sqlite');
  await copyFile(file, `${file}.old`);
  await scene.reopen();
  for (let n = 20; n <= 24; n += 1) await scene.act(n);
  await scene.close();
  await copyFile(`${file}.old`, file);
  await scene.reopen();
  expect((await scene.verified()).said).toEqual([
    expect.stringMatching(/^audit: rows 21 to 25 are missing, .*an older database was put in place$/),
  ]);
  // The product goes on with it, and it stays found.
  for (let n = 1; n <= 9; n += 1) await scene.act(n);
  await scene.reopen();
  expect((await scene.verified()).said).toEqual([
    expect.stringMatching(/^audit: row 25 is not the one .* that was known: an older/),
  ]);
});

test.each([
  [
    'the key',
    ['audit-key'],
    [/^key: the key audit-key is missing/, /^witness: .*audit-witness was changed, sealed with a key other/],
  ],
  ['the witness', ['audit-witness'], [/^witness: .*audit-witness is missing/]],
  ['both', ['audit-key', 'audit-witness'], [/^key: the key audit-key is missing/, /^witness: .*is missing/]],
])('%s removed is found, and nothing makes it anew', async (_, files, expected) => {
  await scene.close();
  for (const file of files) await rm(join(dir, file));
  await scene.reopen();
  await scene.act(20);
  await scene.reopen();
  const { said } = await scene.verified();
  for (const pattern of expected)
    expect(
      said.some((line) => pattern.test(line)),
      said.join('\n'),
    ).toBe(true);
  expect((await readdir(dir)).filter((name) => files.includes(name))).toEqual([]);
  // The monitor goes on; what it did without the key is said for ever.
  if (files.includes('audit-key'))
    expect(said.join('\n')).toMatch(/^audit: row 21 is not sealed: there was no usable key/m);
});

test.each([
  ['another key', Buffer.alloc(32, 7), /^key: none of the 20 seals of the audit chain is by the key audit-key/],
  ['a damaged key', Buffer.from('half'), /^key: the key audit-key is damaged/],
])('%s is found', async (_, bytes, expected) => {
  await writeFile(join(dir, 'audit-key'), bytes);
  expect((await scene.verified()).said[0]).toMatch(expected);
});

test('a witness that somebody wrote without the key is found', async () => {
  tamper(dir, 'delete from audit where seq > 15');
  const { hash } = withDatabase(dir, (sqlite) => sqlite.prepare('select hash from audit where seq = 15').get()) as {
    hash: string;
  };
  const none = { rows: 0, head: '0'.repeat(64), at: 0 };
  const forged = { audit: { rows: 15, head: hash, at: 15 }, evidence: none, seal: 'f'.repeat(64) };
  await writeFile(join(dir, 'audit-witness'), JSON.stringify(forged));
  expect((await scene.verified()).said).toEqual([expect.stringMatching(/^witness: .* was changed/)]);
});

test("a content's bytes altered or removed are found", async () => {
  const { value: hash } = evidenceOf('bodyHash');
  const file = join(dir, 'blobs', hash.slice(0, 2), hash);
  await writeFile(file, 'another page');
  expect((await scene.verified()).said).toEqual([
    expect.stringMatching(new RegExp(`^blob: of capture \\d+: .*${hash} is damaged`)),
  ]);
  await rm(file);
  expect((await scene.verified()).said).toEqual([
    expect.stringMatching(new RegExp(`^blob: of capture \\d+: .*${hash} is missing`)),
  ]);
});

test('what retention removes is no fault, and what is removed beside it is', async () => {
  const watch = await stageWatch();
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  await watch.learn();
  watch.show(home, { html: defacedPage });
  await watch.look(4);
  watch.show(home, { html: portalPage() });
  await watch.look(6);
  watch.advance(1.5 * 365 * day);
  await watch.look(3);
  expect((await prune(watch.parts)).checks).toBeGreaterThan(4);
  watch.advance(1.5 * 365 * day);
  await watch.look(3);
  expect((await prune(watch.parts)).captures).toBeGreaterThan(0);
  expect((await verified(watch.parts)).said).toEqual([]);
  tamper(watch.parts.config.dataDir, 'delete from captures');
  expect((await verified(watch.parts)).said.join('\n')).toMatch(
    /^evidence: capture \d+ is gone, and no pruning removed it/m,
  );
});
