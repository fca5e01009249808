/**
 * A data folder in which a portal was learned and defaced and people acted twenty times; the witness knows all of it.
 */

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { onTestFinished } from 'vitest';
import { verifyAll } from '../../src/monitor/audit/verify.ts';
import type { MonitorParts } from '../../src/monitor/parts.ts';
import { openDatabase } from '../../src/store/database.ts';
import type { Database } from '../../src/store/handle.ts';
import { appendAudit } from '../../src/store/records/audit.ts';
import { write } from '../../src/store/write.ts';
import { defacedPage, portalPage, stageWatch } from './staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';

export interface SealedScene {
  readonly dir: string;
  /** On the currently open database. */
  readonly parts: () => MonitorParts;
  act(n: number): Promise<void>;
  close(): Promise<void>;
  /** Closes the database and opens it as a new process would. */
  reopen(): Promise<void>;
  verified(): ReturnType<typeof verified>;
}

/** The output of `audit verify`, by line. */
export async function verified(parts: MonitorParts) {
  const report = await verifyAll(parts, { sample: null, progress: () => undefined });
  return { ...report, said: report.faults.map(({ about, detail }) => `${about}: ${detail}`) };
}

export async function openSealedScene(): Promise<SealedScene> {
  scene ??= makeScene();
  const files = await scene;
  const watch = await stageWatch();
  const dir = watch.parts.config.dataDir;
  let { db } = watch.parts;
  const reopen = async () => {
    await db.destroy();
    db = await openDatabase(join(dir, 'vonggac.sqlite'), { create: false });
    const opened = db;
    onTestFinished(() => opened.destroy());
  };
  await db.destroy();
  for (const [name, bytes] of files) {
    await mkdir(join(dir, name, '..'), { recursive: true });
    await writeFile(join(dir, name), bytes, { mode: 0o600 });
  }
  await reopen();
  const parts = () => ({ ...watch.parts, db });
  return {
    dir,
    parts,
    act: (n) => act(db, n),
    close: () => db.destroy(),
    reopen,
    verified: () => verified(parts()),
  };
}

/** The scene's files by name, created once per worker. */
let scene: Promise<ReadonlyMap<string, Buffer>> | undefined;

async function makeScene(): Promise<ReadonlyMap<string, Buffer>> {
  const { parts, ...watch } = await stageWatch();
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  await watch.learn();
  await watch.look(3);
  watch.show(home, { html: defacedPage });
  await watch.look(4);
  for (let n = 1; n <= 19; n += 1) await act(parts.db, n);
  await parts.db.destroy();
  const { dataDir } = parts.config;
  const found = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const paths = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return new Map(
    await Promise.all(paths.map(async (path) => [relative(dataDir, path), await readFile(path)] as const)),
  );
}

async function act(db: Database, n: number): Promise<void> {
  const entry = { at: n, actor: 'an', act: 'signed-in', subject: 'user an', detail: { version: n } } as const;
  await write(db, (trx) => appendAudit(trx, entry));
}
