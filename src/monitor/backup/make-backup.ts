/**
 * Makes a backup while the monitor runs. It is written under a temporary name, read back and compared, and only then
 * renamed, so that a file of the final name is always complete.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { NamedFile } from '../../config/named-files.ts';
import {
  configName,
  contentName,
  databaseName,
  type Manifest,
  type ManifestFile,
  manifestName,
  mostContents,
  namedFileName,
  sealedName,
} from '../../core/backup/manifest.ts';
import { VonggacError } from '../../core/errors.ts';
import { type KeptKeys, sealKeys } from '../../store/backup/sealed-keys.ts';
import { copyDatabase, type NamedContent, readSnapshot, stillNamed } from '../../store/backup/snapshot.ts';
import { type ArchiveWriter, createArchive } from '../../store/backup/write-archive.ts';
import { isCode, readKeyFile } from '../../store/evidence/key-file.ts';
import type { BackupJob, BackupWatch } from './backup-job.ts';
import { keyFiles } from './key-files.ts';
import { readableFiles } from './readable-files.ts';
import { type BackupReport, verifyBackup } from './verify-backup.ts';

export interface MadeBackup extends BackupReport {
  readonly file: string;
}

/** The nightly pruning may remove contents that the copy names; the copy is then repeated. */
const mostAttempts = 3;

/** @throws VonggacError `cannot-create`, `not-found`, `bad-file`; an existing file of that name is then unchanged */
export async function makeBackup(job: BackupJob, watch: BackupWatch): Promise<MadeBackup> {
  const file = resolve(job.file);
  await refuseTarget(file, job);
  const part = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.part`);
  try {
    await writeBackup(job, part, watch);
    const report = await verifyBackup(part, { passphrase: job.passphrase, dir: job.dataDir }, watch);
    if (existsSync(file) && !job.force) throw existing(file);
    await rename(part, file);
    await syncFolder(dirname(file));
    return { ...report, file };
  } catch (error) {
    throw explained(error, file);
  } finally {
    await rm(part, { force: true });
  }
}

async function refuseTarget(file: string, { force, database }: BackupJob): Promise<void> {
  if (!existsSync(database))
    throw new VonggacError('not-found', `There is no database at ${database}: there is nothing to back up yet.`);
  if (existsSync(file) && !force) throw existing(file);
  const folder = await stat(dirname(file)).catch((cause: unknown) => {
    throw new VonggacError('cannot-create', `There is no folder ${dirname(file)}: make it, or name another one.`, {
      cause,
    });
  });
  if (!folder.isDirectory() || (existsSync(file) && !(await stat(file)).isFile()))
    throw new VonggacError('cannot-create', `${file} can't be a file: name another one.`);
}

const existing = (file: string) =>
  new VonggacError('cannot-create', `${file} exists: name another file, or replace it with --force.`);

async function writeBackup(job: BackupJob, part: string, watch: BackupWatch): Promise<void> {
  const staging = join(job.dataDir, `.backup-${randomBytes(6).toString('hex')}`);
  for (let attempt = 1; ; attempt += 1) {
    await mkdir(staging, { mode: 0o700 });
    try {
      if (await writeOnce(job, { part, staging, isLast: attempt === mostAttempts }, watch)) return;
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
    await rm(part, { force: true });
  }
}

interface Places {
  readonly part: string;
  readonly staging: string;
  readonly isLast: boolean;
}

/** @returns whether everything that the copy names was present */
async function writeOnce(job: BackupJob, { part, staging, isLast }: Places, watch: BackupWatch): Promise<boolean> {
  // Before the copy: a witness read later could know rows that the copy lacks.
  const named = await readableFiles(job.namedFiles);
  const keys = await readKeys(job, named.files);
  const copy = join(staging, databaseName);
  await needRoom(job);
  const progress = (share: number) => watch.progress(`copying the database: ${Math.floor(share * 100)} %`);
  await copyDatabase(job.database, copy, { progress, signal: watch.signal });
  const { schema, contents } = readSnapshot(copy);
  if (schema === null || contents.length > mostContents)
    throw new VonggacError('failed', `The database ${job.database} can't be backed up: see 'vonggac doctor'.`);
  const archive = createArchive(part, watch.signal);
  try {
    const files = await addFiles(archive, job, { copy, named: named.files });
    const added = await addContents(archive, job, contents, watch);
    if (!isLast && stillNamed(job.database, added.missing).length < added.missing.length) {
      await archive.abort();
      return false;
    }
    const madeAt = new Date(job.now).toISOString();
    const manifest: Manifest = {
      format: 'vonggac-backup',
      version: 1,
      madeAt,
      product: job.product,
      schema,
      files,
      unread: named.unread,
      ...added,
    };
    const bytes = Buffer.from(`${JSON.stringify(manifest)}\n`);
    if (job.passphrase !== null && keys.size > 0) {
      await archive.addBytes(sealedName, await sealKeys(keys, job.passphrase, bytes));
    }
    await archive.addBytes(manifestName, bytes);
    await archive.end();
    return true;
  } catch (error) {
    await archive.abort();
    throw error;
  }
}

interface ToAdd {
  /** Of the database. */
  readonly copy: string;
  readonly named: readonly NamedFile[];
}

async function addFiles(archive: ArchiveWriter, job: BackupJob, { copy, named }: ToAdd): Promise<ManifestFile[]> {
  const files: ManifestFile[] = [];
  const database = await archive.addFile(databaseName, copy, 1);
  if (database !== null) files.push({ name: databaseName, ...database });
  const plain = named.filter(({ isSecret }) => !isSecret).map(({ key, path }) => ({ name: namedFileName(key), path }));
  if (job.configFile !== null && !job.hasSecrets) plain.unshift({ name: configName, path: job.configFile });
  for (const { name, path } of plain) {
    const added = await archive.addFile(name, path, 6);
    if (added !== null) files.push({ name, ...added });
  }
  return files;
}

/** Contents that were already missing or damaged are so in the backup, too; the manifest lists them. */
async function addContents(
  archive: ArchiveWriter,
  { dataDir }: BackupJob,
  named: readonly NamedContent[],
  { progress, signal }: BackupWatch,
): Promise<Pick<Manifest, 'contents' | 'damaged' | 'missing'>> {
  const contents: [string, number][] = [];
  const damaged: [string, string][] = [];
  const missing: string[] = [];
  for (const { hash, mediaType } of named) {
    signal.throwIfAborted();
    const name = contentName(hash);
    const written = await archive.addFile(name, join(dataDir, name), mediaType.startsWith('image/') ? 0 : 6);
    if (written === null) missing.push(hash);
    else {
      contents.push([hash, written.sizeBytes]);
      if (written.sha256 !== hash) damaged.push([hash, written.sha256]);
    }
    progress(`packing contents: ${contents.length} of ${named.length}`);
  }
  return { contents, damaged, missing };
}

async function readKeys(job: BackupJob, named: readonly NamedFile[]): Promise<KeptKeys> {
  if (job.passphrase === null) return new Map();
  const found = new Map<string, Buffer>();
  for (const name of keyFiles) {
    const bytes = await readKeyFile(join(job.dataDir, name));
    if (bytes !== null) found.set(name, bytes);
  }
  if (job.hasSecrets && job.configFile !== null) found.set(configName, await readFile(job.configFile));
  for (const { key, path, isSecret } of named) if (isSecret) found.set(namedFileName(key), await readFile(path));
  return found;
}

/** The copy needs as much room in the data folder as the database. */
async function needRoom({ database, dataDir }: BackupJob): Promise<void> {
  const { size } = await stat(database);
  const { bavail, bsize } = await statfs(dataDir);
  if (bavail * bsize > size * 1.1) return;
  throw new VonggacError(
    'cannot-create',
    `There is no room in ${dataDir} for a copy of the database (${Math.ceil(size / 1e6)} MB): free some and try again.`,
    { cause: Object.assign(new Error('no room'), { code: 'ENOSPC' }) },
  );
}

async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network folders refuse this.
    if (!isCode(error, 'EINVAL')) throw error;
  } finally {
    await handle.close();
  }
}

const systemWords: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the disk is read-only',
  ENOENT: 'the folder is gone',
  EIO: 'the disk fails',
};

/** A system error as one sentence. */
function explained(error: unknown, file: string): unknown {
  if (error instanceof VonggacError || !(error instanceof Error) || !('code' in error)) return error;
  const why = systemWords[String(error.code)];
  if (why === undefined) return error;
  return new VonggacError('cannot-create', `The backup ${file} can't be written: ${why}. Former backups are kept.`, {
    cause: error,
  });
}
