/**
 * Parsing SQL costs more than running the short statements of a look, so each is prepared once and reused. Nothing in
 * `store` streams rows, so a statement is never reused while it still yields rows.
 */
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Called before and after each statement; only SQL runs in between. */
export interface SqlObserver {
  begin(): void;
  end(): void;
}

/** Statement texts vary with the length of value lists; besides those the product has about a hundred. */
const mostStatements = 300;

/** Wraps the database to prepare each text once; the least recently used statement is evicted. */
export function withPreparedStatements(sqlite: SqliteDatabase, observer?: SqlObserver): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    prepare(sql) {
      const statement = prepared.get(sql) ?? observed(sqlite.prepare(sql), observer);
      prepared.delete(sql);
      prepared.set(sql, statement);
      if (prepared.size > mostStatements) prepared.delete(prepared.keys().next().value ?? '');
      return statement;
    },
    close() {
      prepared.clear();
      sqlite.close();
    },
  };
}

function observed(statement: SqliteStatement, observer: SqlObserver | undefined): SqliteStatement {
  if (observer === undefined) return statement;
  const between = <T>(run: () => T): T => {
    observer.begin();
    try {
      return run();
    } finally {
      observer.end();
    }
  };
  return {
    reader: statement.reader,
    all: (parameters) => between(() => statement.all(parameters)),
    run: (parameters) => between(() => statement.run(parameters)),
    iterate: (parameters) => statement.iterate(parameters),
  };
}
