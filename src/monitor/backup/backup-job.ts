/** One backup to make, as plain data that can be handed to a thread. */
import { databaseFile } from '../../config/load.ts';
import { originOf } from '../../config/origins.ts';
import type { Config } from '../../config/schema.ts';
import { secretKeys } from '../../config/settings.ts';

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
  /** A configuration with secrets is kept among the keys. */
  readonly hasSecrets: boolean;
  /** The product's version. */
  readonly product: string;
  readonly now: number;
}

export interface BackupWatch {
  progress(line: string): void;
  readonly signal: AbortSignal;
}

export function sourceOf(
  config: Config,
  configFile: string | null,
): Pick<BackupJob, 'dataDir' | 'database' | 'configFile' | 'hasSecrets'> {
  const hasSecrets = secretKeys.some((key) => originOf(config.origins, key)?.from === 'file');
  return { dataDir: config.dataDir, database: databaseFile(config), configFile, hasSecrets };
}
