/**
 * One scheduled backup, from reading the passphrase to removing old backups. Runs in a process of its own, so that a
 * network folder that hangs does not hold up the monitor.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BackupFailure, backupFileName, outdatedBackups } from '../../core/backup/plan.ts';
import { VonggacError } from '../../core/errors.ts';
import type { BackupOutcome, BackupWatch, ScheduledJob } from './backup-job.ts';
import { makeBackup } from './make-backup.ts';
import { readPassphraseFile, refuseShort } from './passphrase.ts';

const othersMay = 0o077;
const dayMs = 86_400_000;
/** Old enough to have been left by a killed backup, not by one in progress. */
const leftover = /^\.(?:backup-[0-9a-f]{12}|verify-\w{6}|vonggac-\d{8}T\d{6}Z\.zip\.[0-9a-f]{12}\.part)$/;

export async function runScheduledBackup(job: ScheduledJob, watch: BackupWatch): Promise<BackupOutcome> {
  const { folder, keep, passphraseFile, ...of } = job;
  try {
    for (const dir of [folder, job.dataDir]) await sweep(dir, job.now - dayMs);
    const passphrase = passphraseFile === null ? null : await ownPassphrase(passphraseFile);
    const file = join(folder, backupFileName(new Date(job.now).toISOString()));
    const made = await makeBackup({ ...of, file, force: false, passphrase }, watch);
    // Older backups may be the last ones of an intact record.
    if (made.faults.length > 0)
      return { ok: false, failure: 'record', detail: `${file} was made, and the record has faults: ${made.faults[0]}` };
    for (const name of outdatedBackups(await readdir(folder), keep)) await rm(join(folder, name));
    return { ok: true, file, sizeBytes: made.packedBytes, hasKeys: made.hasKeys };
  } catch (error) {
    return { ok: false, failure: failureOf(error), detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Refuses a file that others can read. */
export async function ownPassphrase(file: string): Promise<string> {
  try {
    const { mode } = await stat(file);
    if ((mode & othersMay) !== 0)
      throw new VonggacError('bad-configuration', `Others on this machine can read ${file}: run 'chmod 600 ${file}'.`);
    const passphrase = await readPassphraseFile(file);
    refuseShort(passphrase);
    return passphrase;
  } catch (cause) {
    const why = cause instanceof VonggacError ? cause.message : `The passphrase file ${file} can't be read.`;
    throw new VonggacError('bad-configuration', why, { cause });
  }
}

async function sweep(dir: string, before: number): Promise<void> {
  for (const name of await readdir(dir)) {
    if (!leftover.test(name)) continue;
    const found = await stat(join(dir, name)).catch(() => null);
    if (found !== null && found.mtimeMs < before) await rm(join(dir, name), { recursive: true, force: true });
  }
}

const systemFailures: Readonly<Record<string, BackupFailure>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  SQLITE_FULL: 'disk-full',
  ENOENT: 'no-folder',
  ENOTDIR: 'no-folder',
  EACCES: 'not-writable',
  EPERM: 'not-writable',
  EROFS: 'not-writable',
};

function failureOf(error: unknown): BackupFailure {
  if (error instanceof VonggacError && error.code === 'bad-configuration') return 'passphrase';
  for (let at = error; at instanceof Error; at = at.cause) {
    const failure = 'code' in at ? systemFailures[String(at.code)] : undefined;
    if (failure !== undefined) return failure;
  }
  return error instanceof VonggacError && error.code === 'bad-file' ? 'damaged' : 'other';
}
