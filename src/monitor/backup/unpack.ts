/** Unpacks a backup into a folder of its own, comparing every byte; errors are one sentence. */
import { mkdir, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  configName,
  contentName,
  databaseName,
  filesOf,
  type Manifest,
  namedKeyOf,
} from '../../core/backup/manifest.ts';
import { VonggacError } from '../../core/errors.ts';
import { databaseFault } from '../../store/backup/examine-database.ts';
import { notBackup, type OpenedArchive, openArchive, placeOf } from '../../store/backup/read-archive.ts';
import { type KeptKeys, openKeys } from '../../store/backup/sealed-keys.ts';
import { readSnapshot } from '../../store/backup/snapshot.ts';
import { giveToOwner } from '../../store/evidence/key-file.ts';
import type { BackupWatch } from './backup-job.ts';
import { keyFiles } from './key-files.ts';

export interface Unpacked {
  readonly manifest: Manifest;
  readonly packedBytes: number;
  /** Whether the backup holds keys. */
  readonly hasKeys: boolean;
  /** Names of the keys that were unpacked; null when none were requested or there are none. */
  readonly keys: readonly string[] | null;
  /** Whether the configuration was unpacked. */
  readonly hasConfig: boolean;
  /** Keys of the configuration whose files were unpacked. */
  readonly named: readonly string[];
}

export interface Unpacking {
  /** An existing, empty folder. */
  readonly dir: string;
  /** Null: keys are skipped unless required. */
  readonly passphrase: string | null;
  /** Refuses a backup with keys when there is no passphrase. */
  readonly needsKeys?: boolean;
  /** False: contents are only compared. */
  readonly keepsContents: boolean;
}

export async function unpackBackup(file: string, options: Unpacking, watch: BackupWatch): Promise<Unpacked> {
  const archive = await openArchive(file);
  try {
    const { manifest, sealedKeys } = archive;
    const keys = await keysOf(file, archive, options);
    await needRoom(manifest, options);
    await unpackFiles(archive, options, watch);
    await refuseDatabase(file, manifest, options.dir);
    for (const [name, bytes] of keys ?? []) await place(join(options.dir, name), bytes);
    const hasConfig = manifest.files.some(({ name }) => name === configName) || (keys?.has(configName) ?? false);
    const own: readonly string[] = keyFiles;
    const names = keys === null ? null : [...keys.keys()].filter((name) => own.includes(name));
    const named = [...manifest.files.map(({ name }) => name), ...(keys?.keys() ?? [])].flatMap(
      (name) => namedKeyOf(name) ?? [],
    );
    const hasKeys = sealedKeys !== null;
    return { manifest, packedBytes: archive.packedBytes, hasKeys, keys: names, hasConfig, named };
  } finally {
    archive.close();
  }
}

async function keysOf(
  file: string,
  archive: OpenedArchive,
  { passphrase, needsKeys = false }: Unpacking,
): Promise<KeptKeys | null> {
  if (archive.sealedKeys === null) return null;
  if (passphrase === null) {
    if (!needsKeys) return null;
    throw new VonggacError(
      'usage',
      `The backup ${file} holds keys: give their passphrase with --passphrase-file, or leave them with --without-keys.`,
    );
  }
  const keys = await openKeys(archive.sealedKeys, passphrase, archive.manifestBytes);
  if (keys === null)
    throw new VonggacError(
      'bad-file',
      `The passphrase does not open the keys in ${file}: it is not the one of this backup, or the backup was altered.`,
    );
  const known: readonly string[] = [...keyFiles, configName];
  const odd = [...keys.keys()].find((name) => !known.includes(name) && namedKeyOf(name) === null);
  if (odd !== undefined) throw notBackup(file, `holds a key that no backup has (${odd})`);
  return keys;
}

async function needRoom(manifest: Manifest, { dir, keepsContents }: Unpacking): Promise<void> {
  const { bavail, bsize } = await statfs(dir);
  const written = keepsContents ? [...filesOf(manifest).values()] : manifest.files;
  const needed = written.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (bavail * bsize > needed) return;
  throw new VonggacError(
    'cannot-create',
    `The backup needs ${Math.ceil(needed / 1e6)} MB in ${dirname(dir)} and ${Math.floor((bavail * bsize) / 1e6)} MB are free: make room or take another disk.`,
    { cause: Object.assign(new Error('no room'), { code: 'ENOSPC' }) },
  );
}

async function unpackFiles(
  archive: OpenedArchive,
  { dir, keepsContents }: Unpacking,
  { progress, signal }: BackupWatch,
): Promise<void> {
  const files = filesOf(archive.manifest);
  let done = 0;
  for (const file of files.values()) {
    const isContent = !archive.manifest.files.includes(file);
    await archive.read(file, isContent && !keepsContents ? null : placeOf(dir, file.name), signal);
    done += 1;
    progress(`comparing ${done} of ${files.size} files with their hashes`);
  }
}

async function refuseDatabase(file: string, manifest: Manifest, dir: string): Promise<void> {
  const database = join(dir, databaseName);
  const fault = await databaseFault(database, manifest.schema);
  if (fault !== null) throw notBackup(file, fault);
  const listed = new Set([...manifest.contents.map(([hash]) => hash), ...manifest.missing]);
  const lost = readSnapshot(database).contents.find(({ hash }) => !listed.has(hash));
  if (lost !== undefined) throw notBackup(file, `lacks ${contentName(lost.hash)}, which its database names`);
}

async function place(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
  await writeFile(path, bytes, { mode: 0o600, flag: 'wx', flush: true });
  await giveToOwner(path);
}
