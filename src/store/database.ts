/**
 * Opens the database. better-sqlite3 is synchronous and has one writer, so the rule everywhere in this room: inside a
 * transaction nothing but SQL is awaited.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  sql,
  type Transaction,
} from 'kysely';
import { VonggacError } from '../core/errors.ts';
import * as first from './migrations/0001-first.ts';
import * as profiles from './migrations/0002-profiles.ts';
import * as foundPages from './migrations/0003-found-pages.ts';
import * as campaigns from './migrations/0004-campaigns.ts';
import * as names from './migrations/0005-names.ts';
import * as people from './migrations/0006-people.ts';
import * as duty from './migrations/0007-duty.ts';
import * as comments from './migrations/0008-comments.ts';
import * as mail from './migrations/0009-mail.ts';
import * as strips from './migrations/0010-strips.ts';
import * as settings from './migrations/0011-settings.ts';
import * as history from './migrations/0012-history.ts';
import * as lookPictures from './migrations/0013-look-pictures.ts';
import * as ladderSteps from './migrations/0014-ladder-steps.ts';
import { withPreparedStatements } from './prepared-statements.ts';
import type { Schema } from './schema.ts';

const migrations = [
  first,
  profiles,
  foundPages,
  campaigns,
  names,
  people,
  duty,
  comments,
  mail,
  strips,
  settings,
  history,
  lookPictures,
  ladderSteps,
];

export type Database = Kysely<Schema>;
export type Trx = Transaction<Schema>;

/** Opens an existing database, or creates one when `create` is set; brings its tables up to date. */
export async function openDatabase(file: string, options: { create: boolean; readonly?: boolean }): Promise<Database> {
  if (!existsSync(file)) {
    if (!options.create) {
      throw new VonggacError(
        'not-found',
        `There is no database at ${file}: register a portal first with 'vonggac site add URL'.`,
      );
    }
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  }
  const sqlite = connect(file, options.readonly ?? false);
  const db = new Kysely<Schema>({ dialect: new ImmediateDialect(sqlite) });
  try {
    const found = Number(sqlite.pragma('user_version', { simple: true }));
    if (found > migrations.length) {
      throw new VonggacError(
        'failed',
        `The database ${file} was written by a newer version (schema ${found}, this one knows ${migrations.length}): use that version, or restore a backup made with this one.`,
      );
    }
    if (found < migrations.length && !options.readonly) await migrate(sqlite, db);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

function connect(file: string, readonly: boolean): Sqlite.Database {
  try {
    const sqlite = new Sqlite(file, { readonly, timeout: 10_000 });
    // The first statement reads the header: a file that is no database fails here.
    sqlite.pragma('busy_timeout = 10000');
    if (!readonly) {
      sqlite.pragma('journal_mode = WAL');
      // With WAL a crash of the process loses nothing; a power cut may lose the newest looks, never the file.
      sqlite.pragma('synchronous = NORMAL');
    }
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('cache_size = -16000');
    return sqlite;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new VonggacError(
      'storage-failed',
      `The database ${file} cannot be opened (${why}): check that it is Vọng Gác's file, its owner and the free space.`,
      { cause },
    );
  }
}

/** `ok`, or the first thing that is wrong with the file. */
export async function quickCheck(db: Database): Promise<string> {
  const result = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db);
  return result.rows[0]?.quick_check ?? 'no answer';
}

/** All steps in one transaction: another process that opens the file meanwhile waits and finds them done. */
async function migrate(sqlite: Sqlite.Database, db: Database): Promise<void> {
  sqlite.exec('BEGIN IMMEDIATE');
  try {
    const from = Number(sqlite.pragma('user_version', { simple: true }));
    for (const migration of migrations.slice(from)) await migration.up(db as Kysely<unknown>);
    sqlite.pragma(`user_version = ${migrations.length}`);
    sqlite.exec('COMMIT');
  } catch (error) {
    sqlite.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Takes the write lock at the beginning: a transaction that reads first and writes later would otherwise fail at once,
 * without the busy timeout, when another process (a command beside the daemon) wrote in between.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #sqlite: Sqlite.Database;
  constructor(sqlite: Sqlite.Database) {
    super({ database: withPreparedStatements(sqlite) });
    this.#sqlite = sqlite;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /**
   * SQLite rolls back by itself when the disk is full or fails, at some statements and not at others. A second roll-back
   * then fails too, and its error would hide the one that says what happened.
   */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#sqlite.inTransaction) await super.rollbackTransaction(connection);
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #sqlite: Sqlite.Database;
  constructor(sqlite: Sqlite.Database) {
    super({ database: sqlite });
    this.#sqlite = sqlite;
  }
  override createDriver(): Driver {
    return new ImmediateDriver(this.#sqlite);
  }
}
