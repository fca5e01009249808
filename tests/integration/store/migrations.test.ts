import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/store/database.ts';
import { getIncident } from '../../../src/store/incidents.ts';
import * as first from '../../../src/store/migrations/0001-first.ts';
import type { Schema } from '../../../src/store/schema.ts';
import { openTestStore } from '../../support/open-test-store.ts';

test('a database of the first version keeps its incidents and belongs to no campaign', async () => {
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
});
