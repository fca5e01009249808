/** `doctor`'s check of scheduled backups: whether any exist, the age of the latest, and what would make the next one fail. */
import { access, constants, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Config } from '../../config/schema/schema.ts';
import { backupTrouble } from '../../core/backup/plan.ts';
import type { Database } from '../../store/handle.ts';
import { getBackupState } from '../../store/records/backup-state.ts';
import { ownPassphrase } from '../backup/scheduled-job.ts';
import type { Symptom } from './symptom.ts';

type Result = Omit<Symptom, 'what'>;

export async function backupSymptom(db: Database, { backup, dataDir }: Config, now: number): Promise<Result> {
  const { folder, every, passphraseFile } = backup;
  if (folder === undefined) {
    return {
      ok: true,
      detail:
        "none scheduled: set `backup: {folder: /mnt/backup, at: '02:30'}`, with a folder on another disk or machine",
    };
  }
  const state = await getBackupState(db);
  const trouble = state && backupTrouble(state, every, now);
  const done = state?.done ?? null;
  const latest = done === null ? 'none yet' : `the latest of ${new Date(done.at).toISOString()}, ${done.file}`;
  const problems = [
    ...(trouble === null ? [] : [trouble.is === 'old' ? 'older than two intervals' : (state?.failing?.detail ?? '')]),
    ...(await folderTroubles(resolve(folder))),
    ...(passphraseFile === undefined ? [] : await passphraseTroubles(passphraseFile)),
  ];
  const hints = [
    ...(passphraseFile === undefined ? ['without keys: set backup.passphraseFile'] : []),
    ...((await isSameDisk(folder, dataDir)) ? ['on the disk of the data: lost with it'] : []),
  ];
  return { ok: problems.length === 0, detail: [latest, ...problems, ...hints].join('; ') };
}

async function folderTroubles(folder: string): Promise<string[]> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return [];
  } catch {
    return [`${folder} is gone or can't be written: mount it, or set backup.folder`];
  }
}

async function passphraseTroubles(file: string): Promise<string[]> {
  try {
    await ownPassphrase(file);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

async function isSameDisk(folder: string, dataDir: string): Promise<boolean> {
  const [one, other] = await Promise.all([folder, dataDir].map((path) => stat(path).catch(() => null)));
  return one != null && other != null && one.dev === other.dev;
}
