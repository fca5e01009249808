/** One backup to make, as plain data that can be handed to a thread. */
import { databaseFile } from '../../config/load.ts';
import { type NamedFile, namedFiles } from '../../config/named-files.ts';
import { originOf } from '../../config/origins.ts';
import type { Config } from '../../config/schema/schema.ts';
import { secretKeys } from '../../config/settings.ts';
import type { BackupFailure } from '../../core/backup/plan.ts';

export interface BackupJob {
  readonly file: string;
  /** Replaces an existing file. */
  readonly force: boolean;
  /** Null: the backup is made without keys. */
  readonly passphrase: string | null;
  readonly dataDir: string;
  readonly database: string;
  /** Null: built-in defaults. */
  readonly configFile: string | null;
  /** A configuration with secrets is stored among the keys. */
  readonly hasSecrets: boolean;
  /** Files that the configuration names. */
  readonly namedFiles: readonly NamedFile[];
  /** The product's version. */
  readonly product: string;
  readonly now: number;
}

export interface BackupWatch {
  progress(line: string): void;
  readonly signal: AbortSignal;
}

export interface ScheduledJob extends Omit<BackupJob, 'file' | 'force' | 'passphrase'> {
  readonly folder: string;
  readonly keep: number;
  readonly passphraseFile: string | null;
}

export type BackupOutcome =
  | { readonly ok: true; readonly file: string; readonly sizeBytes: number; readonly hasKeys: boolean }
  | { readonly ok: false; readonly failure: BackupFailure; readonly detail: string };

/** Makes a backup in a process of its own. Rejects when the signal aborts it. */
export type RunBackup = (
  job: Pick<ScheduledJob, 'folder' | 'keep' | 'passphraseFile' | 'now'>,
  signal: AbortSignal,
) => Promise<BackupOutcome>;

export function sourceOf(
  config: Config,
  configFile: string | null,
): Pick<BackupJob, 'dataDir' | 'database' | 'configFile' | 'hasSecrets' | 'namedFiles'> {
  const hasSecrets = secretKeys.some((key) => originOf(config.origins, key)?.from === 'file');
  const named = namedFiles(config);
  return { dataDir: config.dataDir, database: databaseFile(config), configFile, hasSecrets, namedFiles: named };
}
