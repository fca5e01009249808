/** Starts the process of a scheduled backup, and ends it with the monitor or when it takes too long. */
import type { Config } from '../config/schema/schema.ts';
import { type BackupOutcome, type RunBackup, type ScheduledJob, sourceOf } from '../monitor/backup/backup-job.ts';
import { createJobProcess } from './job-process.ts';
import { version } from './process.ts';

/** A hundred gigabytes on a slow network folder. */
const limitMs = 12 * 3_600_000;
const heapMegabytes = 512;

export interface Backups {
  readonly run: RunBackup;
  close(): Promise<void>;
}

export function createBackups(config: Config, configFile: string | null): Backups {
  const process = createJobProcess<ScheduledJob, BackupOutcome>({
    moduleUrl: import.meta.url,
    file: 'backup-process',
    limitMs,
    heapMegabytes,
    failed: (detail) => ({ ok: false, failure: 'other', detail }),
  });
  return {
    run: (given, signal) => process.run({ ...sourceOf(config, configFile), product: version, ...given }, signal),
    close: process.close,
  };
}
