/** `backup verify`: whether a backup can be restored, tested by unpacking it into a temporary folder. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseName, type Manifest } from '../../core/backup/manifest.ts';
import { openDatabase } from '../../store/database.ts';
import { verifyRecords } from '../../store/evidence/verify-records.ts';
import type { BackupWatch } from './backup-job.ts';
import { unpackBackup } from './unpack.ts';

export interface BackupReport {
  readonly madeAt: string;
  readonly product: string;
  readonly schema: string;
  readonly packedBytes: number;
  readonly contents: number;
  readonly hasKeys: boolean;
  /** Whether the keys were opened and the seals verified with them. */
  readonly isSealChecked: boolean;
  /** Faults that the record already had when the backup was made; they do not prevent restoring it. */
  readonly faults: readonly string[];
  /** Keys of the configuration that name files which are not in it, since they could not be read. */
  readonly unread: readonly string[];
}

export interface Verifying {
  /** Null: the keys are not opened, and seals are not verified. */
  readonly passphrase: string | null;
  /** Where the database is unpacked; the system's folder for temporary files when it does not exist. */
  readonly dir: string;
}

/** @throws VonggacError `bad-file` when it can't be restored */
export async function verifyBackup(file: string, options: Verifying, watch: BackupWatch): Promise<BackupReport> {
  const parent = existsSync(options.dir) ? options.dir : tmpdir();
  const dir = await mkdtemp(join(parent, '.verify-'));
  try {
    const { passphrase } = options;
    const unpacked = await unpackBackup(file, { dir, passphrase, keepsContents: false }, watch);
    const { manifest, packedBytes, hasKeys, keys } = unpacked;
    watch.progress('comparing the log and the evidence with their seals …');
    const faults = await faultsIn(dir, manifest, keys !== null);
    const { madeAt, product, schema, unread } = manifest;
    const contents = manifest.contents.length;
    const isSealChecked = keys !== null;
    return { madeAt, product, schema, packedBytes, contents, hasKeys, isSealChecked, faults, unread };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/**
 * Faults of an unpacked record, one sentence each.
 * @param hasKeys without keys, anything that needs them is skipped
 */
export async function faultsIn(dir: string, manifest: Manifest, hasKeys: boolean): Promise<string[]> {
  const db = await openDatabase(join(dir, databaseName), { create: false, dataDir: dir });
  try {
    const { faults, evidence } = await verifyRecords(db, dir);
    const own = faults.list.filter(({ about }) => hasKeys || (about !== 'key' && about !== 'witness'));
    const lost = [...manifest.missing, ...manifest.damaged.map(([hash]) => hash)];
    const unknown = lost.filter((hash) => !evidence.lostBlobs.has(hash));
    return [
      ...own.map(({ about, detail }) => `${about}: ${detail}`),
      ...(unknown.length === 0 ? [] : [`blob: ${unknown.length} contents were missing or damaged before the backup`]),
    ];
  } finally {
    await db.destroy();
  }
}
