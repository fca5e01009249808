/** An installation starts sealing when its database is first opened. */
import { existsSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import { makeKeyFile } from './key-file.ts';
import { auditKeyFile, readSealKey } from './seal-key.ts';
import { beginWitness, witnessFile } from './witness.ts';

/**
 * Creates the key, then the witness, before any row is sealed. Neither is ever recreated beside a database that was in
 * use: their absence is itself the evidence.
 */
export async function beginSealing(sqlite: Sqlite.Database, dir: string): Promise<void> {
  if (existsSync(witnessFile(dir)) || !isUntouched(sqlite)) return;
  if (readSealKey(dir).state === 'missing') await makeKeyFile(auditKeyFile(dir));
  await beginWitness(dir);
}

function isUntouched(sqlite: Sqlite.Database): boolean {
  const tables = ['audit', 'evidence', 'sites', 'users'];
  const names = tables.map((name) => `'${name}'`).join(', ');
  // Numbers of deleted rows are never reused, so they show that the database was in use.
  return (
    sqlite.prepare(`select 1 from sqlite_sequence where name in (${names}) and seq > 0`).get() === undefined &&
    tables.every((name) => sqlite.prepare(`select 1 from ${name} limit 1`).get() === undefined)
  );
}
