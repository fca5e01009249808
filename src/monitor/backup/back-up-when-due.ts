/** Scheduled backups: when one is due, its outcome, and how that is recorded. */
import { resolve } from 'node:path';
import { afterFailure, afterSuccess, type BackupState, isBackupDue, noBackupYet } from '../../core/backup/plan.ts';
import { latestAt } from '../../core/duty/days.ts';
import { getBackupState, setBackupState } from '../../store/records/backup-state.ts';
import { write } from '../../store/write.ts';
import type { MonitorParts } from '../parts.ts';
import { recordBackup } from './back-up.ts';
import type { RunBackup } from './backup-job.ts';

type Parts = Pick<MonitorParts, 'config' | 'db' | 'clock' | 'log'> & { readonly runBackup: RunBackup };

/** @returns whether one was attempted */
export async function backUpWhenDue(parts: Parts, signal: AbortSignal): Promise<boolean> {
  const { config, db, clock, log } = parts;
  const { folder, every, at, keep, passphraseFile = null } = config.backup;
  if (folder === undefined) return false;
  const now = clock();
  const state = (await getBackupState(db)) ?? (await begin(parts, now));
  const slotAt = at === undefined ? null : latestAt(at, now, config.schedule.timezone);
  if (!isBackupDue(state, { everyMs: every, slotAt }, now)) return false;
  const outcome = await parts.runBackup({ folder: resolve(folder), keep, passphraseFile, now }, signal);
  if (outcome.ok) {
    const { file, sizeBytes } = outcome;
    await write(db, (trx) => setBackupState(trx, afterSuccess(state, { at: now, file, sizeBytes })));
    await recordBackup(parts, 'system', outcome);
    log.info({ file, sizeBytes }, 'backup made');
  } else {
    const { failure, detail } = outcome;
    await write(db, (trx) => setBackupState(trx, afterFailure(state, failure, detail, clock())));
    log.error({ failure, detail }, 'the scheduled backup failed');
  }
  return true;
}

async function begin({ db }: Parts, now: number): Promise<BackupState> {
  const state = noBackupYet(now);
  await write(db, (trx) => setBackupState(trx, state));
  return state;
}
