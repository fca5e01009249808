/**
 * Opens the database. better-sqlite3 is synchronous with a single writer, so throughout `store` nothing but SQL is
 * awaited inside a transaction.
 */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  sql,
} from 'kysely';
import { VonggacError } from '../core/errors.ts';
import { foldText } from '../core/facts/text/text-folding.ts';
import { beginSealing } from './evidence/begin-sealing.ts';
import { createSealing, type Sealing } from './evidence/sealing.ts';
import type { Database } from './handle.ts';
import { migrate, needsMigration, refuseUnmigrated } from './migrations/migrate.ts';
import { type SqlObserver, withPreparedStatements } from './prepared-statements.ts';
import type { Schema } from './schema/schema.ts';

export interface OpenOptions {
  /** Creates the database when it does not exist. */
  readonly create: boolean;
  readonly readonly?: boolean;
  /** Folder of the audit log's key and witness; defaults to the database's folder. */
  readonly dataDir?: string;
  /** Called when the product's own statements begin and end. */
  readonly observer?: SqlObserver;
}

const lockTimeoutMs = 10_000;

/** Opens an existing database, or creates one when `create` is set, and migrates it. */
export async function openDatabase(file: string, options: OpenOptions): Promise<Database> {
  const { create, readonly = false, dataDir = dirname(file) } = options;
  if (!existsSync(file)) {
    if (!create) {
      throw new VonggacError(
        'not-found',
        `There is no database at ${file}: register a portal first with 'vonggac site add URL'.`,
      );
    }
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  }
  const sqlite = connect(file, readonly);
  const sealing = createSealing(sqlite, file, dataDir);
  const db = new Kysely<Schema>({ dialect: new ImmediateDialect(sqlite, sealing, options.observer) });
  try {
    if (await needsMigration(db, file)) {
      if (readonly) throw refuseUnmigrated(file);
      await migrate(db, file);
    }
    if (!readonly) await beginSealing(sqlite, dataDir);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

function connect(file: string, readonly: boolean): Sqlite.Database {
  try {
    if (!readonly) keepPrivate(file);
    const sqlite = new Sqlite(file, { readonly, timeout: lockTimeoutMs });
    // The first statement reads the header: a file that is not a database fails here.
    sqlite.pragma(`busy_timeout = ${lockTimeoutMs}`);
    if (!readonly) {
      useWriteAheadLog(sqlite);
      // With WAL a process crash loses nothing; a power cut may lose the newest looks, never the file.
      sqlite.pragma('synchronous = NORMAL');
    }
    // For accent-insensitive name search; a database with such an index of its own would not need it.
    sqlite.function('folded', { deterministic: true }, (text) => (typeof text === 'string' ? foldText(text) : null));
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('cache_size = -8000');
    // What a person had erased must not stay readable between the rows.
    sqlite.pragma('secure_delete = ON');
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

/**
 * SQLite does not wait for the lock that changes the journal mode, whatever the busy timeout, so of two processes that
 * open a new database at once one would fail.
 */
function useWriteAheadLog(sqlite: Sqlite.Database): void {
  const until = performance.now() + lockTimeoutMs;
  for (;;) {
    try {
      sqlite.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const isBusy = error instanceof Sqlite.SqliteError && error.code === 'SQLITE_BUSY';
      if (!isBusy || performance.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** A new file is created with its mode, which SQLite copies to the files beside it; older files are corrected. */
function keepPrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    const found = statSync(path, { throwIfNoEntry: false });
    const isOurs = found !== undefined && found.uid === process.getuid?.();
    if (isOurs && (found.mode & 0o077) !== 0) chmodSync(path, 0o600);
  }
}

/** `ok`, or the first problem found in the file. */
export async function quickCheck(db: Database): Promise<string> {
  const result = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db);
  return result.rows[0]?.quick_check ?? 'no answer';
}

/**
 * Takes the write lock at the beginning: otherwise a transaction that reads first and writes later fails at once,
 * ignoring the busy timeout, when another process (a command beside the daemon) wrote in between.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #sqlite: Sqlite.Database;
  readonly #sealing: Sealing;
  constructor(sqlite: Sqlite.Database, sealing: Sealing, observer: SqlObserver | undefined) {
    super({ database: withPreparedStatements(sqlite, observer) });
    this.#sqlite = sqlite;
    this.#sealing = sealing;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
    this.#sealing.begin();
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    this.#sealing.committed();
  }

  /**
   * On a full or failing disk SQLite rolls back by itself for some statements and not for others. A second rollback
   * then fails too, and its error would hide the original one.
   */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#sqlite.inTransaction) await super.rollbackTransaction(connection);
  }

  override async destroy(): Promise<void> {
    await this.#sealing.flush();
    await super.destroy();
  }
}

/** DDL is transactional in SQLite, so migrations run in one transaction. Kysely does not assume this. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #sqlite: Sqlite.Database;
  readonly #sealing: Sealing;
  readonly observer: SqlObserver | undefined;
  constructor(sqlite: Sqlite.Database, sealing: Sealing, observer: SqlObserver | undefined) {
    super({ database: sqlite });
    this.#sqlite = sqlite;
    this.#sealing = sealing;
    this.observer = observer;
  }
  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter();
  }
  override createDriver(): Driver {
    return new ImmediateDriver(this.#sqlite, this.#sealing, this.observer);
  }
}
