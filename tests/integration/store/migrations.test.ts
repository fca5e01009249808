/** A database of an earlier version is brought up to date where it stands. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/store/database.ts';
import { getIncident } from '../../../src/store/incidents.ts';
import * as first from '../../../src/store/migrations/0001-first.ts';
import type { Schema } from '../../../src/store/schema.ts';
import { findSession } from '../../../src/store/sessions.ts';
import { openTestStore } from '../../support/open-test-store.ts';

test('targets of the first version keep what they were and have no turn of a special visitor yet', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-test-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const file = join(dir, 'vonggac.sqlite');
  const sqlite = new Sqlite(file);
  const old = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
  await first.up(old);
  sqlite.exec(`insert into sites (id, name, url, status, importance, "createdAt") values (1, 'Xã', 'https://x.example/', 'active', 'normal', 1);
    insert into targets (id, "siteId", position, url, host, status, "stateJson", "baselineVersion", "nextCheckAt", "nextTier", "nextBrowserAt")
    values ('1.1', 1, 1, 'https://x.example/', 'x.example', 'ok', '{}', 3, 7, 'http', 9);`);
  sqlite.pragma('user_version = 1');
  await old.destroy();

  const db = await openDatabase(file, { create: false });
  const target = await db.selectFrom('targets').selectAll().executeTakeFirstOrThrow();
  await db.destroy();
  expect(target).toMatchObject({
    id: '1.1',
    baselineVersion: 3,
    nextCheckAt: 7,
    nextProfileAt: null,
    profileTurn: 0,
    profileMarksJson: null,
  });
});

test('a database of the first version keeps its incidents, which belong to no campaign and to nobody', async () => {
  const { dir } = await openTestStore();
  const file = join(dir, 'old.sqlite');
  const sqlite = new Sqlite(file);
  const old = new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqlite }) });
  await first.up(old as unknown as Kysely<unknown>);
  sqlite.exec(`insert into incidents (siteId, status, kindsJson, fingerprintsJson, openedAt, changedAt)
    values (3, 'open', '["defacement"]', '["title-changed:1"]', 5, 5)`);
  sqlite.pragma('user_version = 1');
  await old.destroy();
  const db = await openDatabase(file, { create: false });
  onTestFinished(() => db.destroy());
  expect(await getIncident(db, 1)).toMatchObject({ siteId: 3, kinds: ['defacement'], campaignNumber: null });
  const { assigneeId } = await db.selectFrom('incidents').select('assigneeId').executeTakeFirstOrThrow();
  expect(assigneeId).toBe(null);
});

test('people of the first version serve every agency, have no second factor, and stay signed in', async () => {
  const { dir } = await openTestStore();
  const file = join(dir, 'old.sqlite');
  const sqlite = new Sqlite(file);
  const old = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
  await first.up(old);
  sqlite.exec(`insert into users (id, name, "passwordHash", role, "createdAt") values (1, 'an', 'x', 'operator', 5);
    insert into sessions ("tokenHash", "userId", "createdAt", "expiresAt") values ('t', 1, 7, 99)`);
  sqlite.pragma('user_version = 1');
  await old.destroy();
  const db = await openDatabase(file, { create: false });
  onTestFinished(() => db.destroy());
  const session = await findSession(db, 't', 8);
  expect(session).toMatchObject({ createdAt: 7, lastSeenAt: 7 });
  expect(session?.user).toMatchObject({ role: 'operator', agencyId: null, totpSecret: null, subject: null });
});
