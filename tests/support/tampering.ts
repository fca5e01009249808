/** What an attacker can do with the database file but without the key beside it. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

const beginning = '0'.repeat(64);

/** Runs statements on a separate connection, as `sqlite3 vonggac.sqlite` does. */
export function tamper(dir: string, ...statements: string[]): void {
  withDatabase(dir, (sqlite) => {
    for (const statement of statements) sqlite.exec(statement);
  });
}

export function withDatabase<T>(dir: string, use: (sqlite: Sqlite.Database) => T): T {
  const sqlite = new Sqlite(join(dir, 'vonggac.sqlite'));
  try {
    return use(sqlite);
  } finally {
    sqlite.close();
  }
}

interface Row {
  readonly seq: number;
  readonly [column: string]: string | number | null;
}

const covered = {
  audit: ['act', 'actor', 'at', 'detailJson', 'previousHash', 'subject'],
  evidence: ['at', 'detail', 'digest', 'kind', 'previousHash', 'ref'],
} as const;

/** Recomputes every hash of a chain, as anybody can; the seals are unchanged. */
export function rechain(dir: string, table: keyof typeof covered): void {
  withDatabase(dir, (sqlite) => {
    const rows = sqlite.prepare(`select * from ${table} order by seq`).all() as Row[];
    const free = sqlite.prepare(`update ${table} set previousHash = 'free ' || seq`);
    const set = sqlite.prepare(`update ${table} set previousHash = ?, hash = ? where seq = ?`);
    sqlite.transaction(() => {
      free.run();
      let previousHash = beginning;
      for (const row of rows) {
        const said = Object.fromEntries(
          covered[table].map((column) => [column, column === 'previousHash' ? previousHash : row[column]]),
        );
        const hash = createHash('sha256').update(JSON.stringify(said)).digest('hex');
        set.run(previousHash, hash, row.seq);
        previousHash = hash;
      }
    })();
  });
}
