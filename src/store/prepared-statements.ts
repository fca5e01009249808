/**
 * Parsing an SQL text costs more than running the short statements of a look: each is prepared once and used again.
 * Nothing in this room streams rows, so no statement is asked for while it still gives some.
 */
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Texts grow with lists of values; the product has about a hundred beside those. */
const mostStatements = 300;

/** The same database, preparing each text once; the least lately used statement goes first. */
export function withPreparedStatements(sqlite: SqliteDatabase): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    prepare(sql) {
      const statement = prepared.get(sql) ?? sqlite.prepare(sql);
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
