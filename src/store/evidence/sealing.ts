/**
 * Sealing for one connection. SQL calls `chain_seal(use, ref, hash)`, so code that writes rows needs no key; it returns
 * null without a usable key, since a lost key must not stop the monitoring.
 */
import type Sqlite from 'better-sqlite3';
import { readSealKey, sealOf } from './seal-key.ts';
import { type Heads, keepWitness } from './witness.ts';

export interface Sealing {
  /** A transaction begins: its first seal rereads the key, so a restored key counts at once. */
  begin(): void;
  /** A transaction was committed: the chains' new heads reach the witness within a second. */
  committed(): void;
  /** Resolves when the witness holds the latest commit. */
  flush(): Promise<void>;
}

const witnessEveryMs = 1_000;

/**
 * @param file the database
 * @param dir folder of the key and the witness
 */
export function createSealing(sqlite: Sqlite.Database, file: string, dir: string): Sealing {
  let found: ReturnType<typeof readSealKey> | null = null;
  let isTouched = false;
  let hasCommitted = false;
  let waiting: Heads | null = null;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  sqlite.function('chain_key_state', () => {
    found = readSealKey(dir);
    return found.state;
  });
  sqlite.function('chain_seal', (use: unknown, ref: unknown, hash: unknown) => {
    found ??= readSealKey(dir);
    if (use !== 'baseline') isTouched = true;
    return found.key === null ? null : sealOf(found.key, String(use), String(ref), String(hash));
  });

  function write(): void {
    if (waiting === null) return;
    // Other processes may have committed since.
    const heads = sqlite.inTransaction ? waiting : headsOf(sqlite);
    waiting = null;
    // A failed write is repeated with a later commit; a witness that is behind raises no fault.
    writing = writing.then(() => keepWitness(sqlite, file, dir, heads)).catch(() => undefined);
  }

  return {
    begin() {
      found = null;
      isTouched = false;
    },
    committed() {
      if (!isTouched) return;
      isTouched = false;
      // Read at once: later the same connection may be inside another transaction that never commits.
      waiting = headsOf(sqlite);
      hasCommitted = true;
      if (timer !== undefined) return;
      write();
      timer = setTimeout(() => {
        timer = undefined;
        write();
      }, witnessEveryMs);
      timer.unref();
    },
    async flush() {
      clearTimeout(timer);
      timer = undefined;
      // When two processes write at the same time, the one that is behind may write last.
      await writing;
      if (hasCommitted && !sqlite.inTransaction) waiting = headsOf(sqlite);
      write();
      await writing;
    },
  };
}

/** Must be called outside a transaction. */
function headsOf(sqlite: Sqlite.Database): Heads {
  const head = (table: keyof Heads) =>
    sqlite.prepare(`select seq as rows, hash as head, at from ${table} order by seq desc limit 1`).get() as
      | Heads['audit']
      | undefined;
  const none = { rows: 0, head: '0'.repeat(64), at: 0 };
  return { audit: head('audit') ?? none, evidence: head('evidence') ?? none };
}
