/**
 * A consistent copy of a database in use. SQLite's online backup begins anew whenever another connection writes between
 * two of its steps; a read transaction held open throughout pins one state and prevents that
 * (docs/decisions/0008-backup.md). Writers are not blocked.
 */
import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { VonggacError } from '../../core/errors.ts';

const pagesPerStep = 512;

export interface SnapshotWatch {
  /** @param share of the pages copied, 0 to 1 */
  progress(share: number): void;
  readonly signal: AbortSignal;
}

/** @param to must not exist */
export async function copyDatabase(file: string, to: string, { progress, signal }: SnapshotWatch): Promise<void> {
  if (!existsSync(file))
    throw new VonggacError('not-found', `There is no database at ${file}: there is nothing to back up yet.`);
  const source = new Sqlite(file, { readonly: true, timeout: 10_000 });
  try {
    source.exec('begin');
    source.prepare('select count(*) from sqlite_master').get();
    await source.backup(to, {
      progress({ totalPages, remainingPages }) {
        signal.throwIfAborted();
        if (totalPages > 0) progress(1 - remainingPages / totalPages);
        return pagesPerStep;
      },
    });
  } finally {
    source.close();
  }
  // A copy without a write-ahead log is one file.
  const copy = new Sqlite(to);
  copy.pragma('journal_mode = DELETE');
  copy.close();
}

export interface NamedContent {
  readonly hash: string;
  readonly mediaType: string;
}

export interface SnapshotFacts {
  /** Name of the newest migration; null for a file that is not of this product. */
  readonly schema: string | null;
  readonly contents: readonly NamedContent[];
}

/** Facts recorded in a copy. */
export function readSnapshot(file: string): SnapshotFacts {
  const copy = new Sqlite(file, { readonly: true });
  try {
    const hasName = copy.prepare("select 1 from sqlite_master where name = 'kysely_migration'").get() !== undefined;
    if (!hasName) return { schema: null, contents: [] };
    const newest = copy.prepare('select max(name) as name from kysely_migration').get() as { name: string | null };
    const contents = copy.prepare('select hash, mediaType from blobs order by hash').all() as NamedContent[];
    return { schema: newest.name, contents };
  } finally {
    copy.close();
  }
}

/** Which of these contents the live database still names. */
export function stillNamed(file: string, hashes: readonly string[]): string[] {
  const db = new Sqlite(file, { readonly: true, timeout: 10_000 });
  try {
    const find = db.prepare('select 1 from blobs where hash = ?');
    return hashes.filter((hash) => find.get(hash) !== undefined);
  } finally {
    db.close();
  }
}
