/** A real database and evidence store in a temporary folder, removed when the test ends. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { type BlobStore, openBlobStore } from '../../src/store/evidence/blobs.ts';
import type { Database } from '../../src/store/handle.ts';

export interface TestStore {
  readonly dir: string;
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly close: () => Promise<void>;
}

/** For use inside one test. */
export async function openTestStore(): Promise<TestStore> {
  const store = await openStore();
  onTestFinished(store.close);
  return store;
}

/** For use in `beforeAll`: the caller closes it. */
export async function openStore(): Promise<TestStore> {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-test-'));
  const file = join(dir, 'vonggac.sqlite');
  empty ??= emptyDatabase();
  await writeFile(file, await empty);
  const db = await openDatabase(file, { create: false });
  const close = async () => {
    await db.destroy();
    await rm(dir, { recursive: true, force: true });
  };
  return { dir, db, blobs: openBlobStore(join(dir, 'blobs')), close };
}

/** A new database as the product creates it, once per worker: the migrations take longer than most tests. */
let empty: Promise<Buffer> | undefined;

async function emptyDatabase(): Promise<Buffer> {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-empty-'));
  try {
    const file = join(dir, 'vonggac.sqlite');
    // Closing writes the WAL into the file.
    await (await openDatabase(file, { create: true })).destroy();
    return await readFile(file);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
