/** Detects a database's schema and migrates it. */
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { VonggacError } from '../../core/errors.ts';
import type { Database, Trx } from '../handle.ts';
import { write } from '../write.ts';
import { firstRelease } from './0001-first-release.ts';

/** Applied in the order of their names; a name is never changed. */
const migrations: Readonly<Record<string, Migration>> = { '0001-first-release': firstRelease };

const newestKnown = Object.keys(migrations).sort().at(-1) ?? '';

/**
 * @param file named in the sentence that refuses a database of another scheme or of a newer version
 * @returns whether migrations are missing
 */
export async function needsMigration(db: Database | Trx, file: string): Promise<boolean> {
  const { rows: tables } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and name not like 'sqlite@_%' escape '@'`.execute(db);
  const { rows: versions } = await sql<{ user_version: number }>`pragma user_version`.execute(db);
  const isOfOldScheme = (versions[0]?.user_version ?? 0) > 0;
  if (tables.length === 0 && !isOfOldScheme) return true;
  if (isOfOldScheme || !tables.some(({ name }) => name === 'kysely_migration')) {
    throw new VonggacError(
      'failed',
      `The database ${file} was written before version 0.1.0 and cannot be brought up to date: set the data folder aside and start with an empty one ('vonggac site import' takes the list of portals that the dashboard exports).`,
    );
  }
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const newest = rows.findLast(({ name }) => migrations[name] === undefined);
  if (newest !== undefined) {
    throw new VonggacError(
      'failed',
      `The database ${file} was written by a newer version (schema ${newest.name}, this one knows ${newestKnown}): use that version, or restore a backup made with this one.`,
    );
  }
  return rows.length < Object.keys(migrations).length;
}

/** All or nothing; a process that opens the file at the same time waits and then finds it migrated. */
export async function migrate(db: Database, file: string): Promise<void> {
  await write(db, async (trx) => {
    if (!(await needsMigration(trx, file))) return;
    const migrator = new Migrator({ db: trx, provider: { getMigrations: async () => ({ ...migrations }) } });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
  });
}

/** Whether a database of this schema can be read, as it is or brought up to date. */
export function isKnownSchema(name: string): boolean {
  return Object.hasOwn(migrations, name);
}

/** An empty database of this schema, in memory. The caller closes it. */
export async function emptyDatabase(schema: string): Promise<Sqlite.Database> {
  const sqlite = new Sqlite(':memory:');
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateTo(schema);
  if (error !== undefined) throw error;
  return sqlite;
}

export function refuseUnmigrated(file: string): VonggacError {
  return new VonggacError(
    'failed',
    `The database ${file} was written by an older version (this one's schema is ${newestKnown}): 'vonggac doctor' brings it up to date.`,
  );
}
