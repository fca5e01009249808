/** A real database and evidence store in a temporary folder, removed when the test ends. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type BlobStore, openBlobStore } from '../../src/store/blobs.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';

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
  const db = await openDatabase(join(dir, 'vonggac.sqlite'), { create: true });
  const close = async () => {
    await db.destroy();
    await rm(dir, { recursive: true, force: true });
  };
  return { dir, db, blobs: openBlobStore(join(dir, 'blobs')), close };
}
