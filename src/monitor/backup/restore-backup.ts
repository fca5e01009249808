/**
 * Restores a backup into an empty data folder. Everything is unpacked and compared in a folder inside it and moved into
 * place at the end, the database last: a folder with a database was restored as a whole.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { configName, databaseName, namedFolder } from '../../core/backup/manifest.ts';
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { Clock } from '../../core/ports.ts';
import { forgetSignIns } from '../../store/backup/after-restore.ts';
import { openDatabase } from '../../store/database.ts';
import { openBlobStore } from '../../store/evidence/blobs.ts';
import { giveToOwner, isCode } from '../../store/evidence/key-file.ts';
import { sealedFactors } from '../../store/reads/people.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import { reseal } from '../audit/reseal.ts';
import type { ConfigParts } from '../parts.ts';
import type { BackupWatch } from './backup-job.ts';
import { type Unpacked, unpackBackup } from './unpack.ts';
import { faultsIn } from './verify-backup.ts';

export interface RestoreJob {
  readonly file: string;
  readonly passphrase: string | null;
  readonly withoutKeys: boolean;
  readonly dataDir: string;
  readonly database: string;
}

export interface Restored {
  readonly madeAt: string;
  readonly contents: number;
  /** Names of the restored keys; null if new ones were made. */
  readonly keys: readonly string[] | null;
  /** Second factors that can't be opened without the old `desk-key`. */
  readonly lostFactors: number;
  /** Where the backup's configuration was placed; it is not activated. */
  readonly configFile: string | null;
  /** Where the files that it names were placed, each under its key; null without any. */
  readonly namedFiles: string | null;
  /** Keys whose files could not be read when the backup was made. */
  readonly unread: readonly string[];
  /** Faults that the record had when the backup was made. */
  readonly faults: readonly string[];
}

type Parts = ConfigParts & { readonly clock: Clock };

const restoredConfig = 'vonggac.restored.yaml';
const restoredFiles = 'restored-files';
/** Where it goes unless under its own name. */
const places: ReadonlyMap<string, string> = new Map([
  [configName, restoredConfig],
  [namedFolder, restoredFiles],
]);
/** Entries of a new file system, or left by a killed restore. */
const nothing = /^(?:lost\+found|\.restoring-[0-9a-f]{12})$/;

/** @throws VonggacError `cannot-create`, `bad-file`, `usage`; the folder is then empty again */
export async function restoreBackup(
  parts: Parts,
  actor: Actor,
  job: RestoreJob,
  watch: BackupWatch,
): Promise<Restored> {
  assertMay(actor, 'manage-settings', null);
  const dataDir = resolve(job.dataDir);
  const isOurs = await needEmpty(dataDir, job.database);
  const staging = join(dataDir, `.restoring-${randomBytes(6).toString('hex')}`);
  let isDone = false;
  try {
    await mkdir(staging, { mode: 0o700 });
    await giveToOwner(staging);
    const passphrase = job.withoutKeys ? null : job.passphrase;
    const options = { dir: staging, passphrase, needsKeys: !job.withoutKeys, keepsContents: true };
    const unpacked = await unpackBackup(job.file, options, watch);
    watch.progress('comparing the log and the evidence with their seals …');
    const faults = await faultsIn(staging, unpacked.manifest, unpacked.keys !== null);
    const lostFactors = await settle(parts, actor, { staging, unpacked, faults });
    watch.signal.throwIfAborted();
    await moveIntoPlace(staging, dataDir, job.database);
    isDone = true;
    const { madeAt, contents, unread } = unpacked.manifest;
    const namedFiles = unpacked.named.length > 0 ? join(dataDir, restoredFiles) : null;
    const configFile = unpacked.hasConfig ? join(dataDir, restoredConfig) : null;
    const { keys } = unpacked;
    return { madeAt, contents: contents.length, keys, lostFactors, configFile, namedFiles, unread, faults };
  } finally {
    await rm(staging, { recursive: true, force: true });
    if (!isDone && isOurs) await rmdir(dataDir).catch(() => undefined);
  }
}

/** @returns whether the folder was made here */
async function needEmpty(dataDir: string, database: string): Promise<boolean> {
  if (existsSync(database))
    throw new VonggacError(
      'cannot-create',
      `There is a database at ${database}: a backup is restored only where there is none; move the data folder away or set dataDir to an empty one.`,
    );
  const names = await readdir(dataDir).catch((cause: unknown) => {
    if (isCode(cause, 'ENOENT')) return null;
    throw new VonggacError('cannot-create', `The data folder ${dataDir} can't be read: check its owner.`, { cause });
  });
  const held = names?.find((name) => !nothing.test(name));
  if (held !== undefined)
    throw new VonggacError(
      'cannot-create',
      `The data folder ${dataDir} is not empty (${held}): move it away or set dataDir to an empty one.`,
    );
  for (const name of names ?? [])
    if (name.startsWith('.restoring-')) await rm(join(dataDir, name), { recursive: true, force: true });
  if (names !== null) return false;
  await mkdir(dataDir, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new VonggacError('cannot-create', `The data folder ${dataDir} can't be made: check its owner.`, { cause });
  });
  return true;
}

interface Staged {
  readonly staging: string;
  readonly unpacked: Unpacked;
  readonly faults: readonly string[];
}

/** Records the restoring in the restored log; without the old keys it is sealed with a new one. */
async function settle({ config, clock }: Parts, actor: Actor, { staging, unpacked, faults }: Staged): Promise<number> {
  const db = await openDatabase(join(staging, databaseName), { create: false, dataDir: staging });
  try {
    const { madeAt, product } = unpacked.manifest;
    const isSealed = unpacked.keys?.includes('audit-key') ?? false;
    // Other faults must be accepted by a person who has seen them.
    if (!isSealed && faults.length === 0) {
      const own = { ...config, dataDir: staging, database: '' };
      const parts = { db, clock, config: own, blobs: openBlobStore(join(staging, 'blobs')) };
      await reseal(parts, { actor, reason: `the backup of ${madeAt} was restored without its keys` });
    }
    await write(db, async (trx) => {
      await forgetSignIns(trx);
      const detail = { product, keys: isSealed };
      await appendAudit(trx, {
        at: clock(),
        actor: actor.name,
        act: 'backup-restored',
        subject: `backup ${madeAt}`,
        detail,
      });
    });
    const hasDeskKey = unpacked.keys?.includes('desk-key') ?? false;
    return hasDeskKey ? 0 : (await sealedFactors(db)).length;
  } finally {
    await db.destroy();
  }
}

async function moveIntoPlace(staging: string, dataDir: string, database: string): Promise<void> {
  const moved: string[] = [];
  const move = async (from: string, to: string) => {
    if (existsSync(to))
      throw new VonggacError('cannot-create', `${to} was made meanwhile: is a monitor running there?`);
    moved.push(to);
    await rename(from, to).catch(async (error: unknown) => {
      if (!isCode(error, 'EXDEV')) throw error;
      await copyFile(from, to);
      await giveToOwner(to);
    });
  };
  try {
    for (const name of await readdir(staging)) {
      if (name === databaseName) continue;
      await move(join(staging, name), join(dataDir, places.get(name) ?? name));
    }
    await mkdir(dirname(database), { recursive: true, mode: 0o700 });
    await move(join(staging, databaseName), database);
  } catch (error) {
    for (const path of moved) await rm(path, { recursive: true, force: true });
    throw error;
  }
}
