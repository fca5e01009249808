/** The sealed scene with a backup of it, empty folders to restore into, and archives that somebody altered. */

import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { unzipSync } from 'fflate';
import { onTestFinished } from 'vitest';
import { ZipFile } from 'yazl';
import { configSchema } from '../../src/config/schema/schema.ts';
import type { Manifest } from '../../src/core/backup/manifest.ts';
import { VonggacError } from '../../src/core/errors.ts';
import { type Actor, owner } from '../../src/core/people/actor.ts';
import type { BackupJob } from '../../src/monitor/backup/backup-job.ts';
import { makeBackup } from '../../src/monitor/backup/make-backup.ts';
import { type Restored, restoreBackup } from '../../src/monitor/backup/restore-backup.ts';

export const passphrase = 'bốn từ không ai đoán';
export const madeAt = Date.parse('2026-12-01T01:30:00Z');
export const watch = { progress: () => undefined, signal: AbortSignal.timeout(3_600_000) };

export async function emptyFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-backup-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

export function jobOf(dataDir: string, file: string, more: Partial<BackupJob> = {}): BackupJob {
  const database = join(dataDir, 'vonggac.sqlite');
  const plain = {
    configFile: null,
    hasSecrets: false,
    namedFiles: [],
    force: false,
    passphrase,
    product: '0.1.0',
    now: madeAt,
  };
  return { dataDir, database, file, ...plain, ...more };
}

export const backUpTo = (dataDir: string, file: string, more: Partial<BackupJob> = {}) =>
  makeBackup(jobOf(dataDir, file, more), watch);

/** Into a folder of its own, or `dataDir`. */
export async function restoreFrom(
  file: string,
  more: {
    readonly dataDir?: string;
    readonly passphrase?: string | null;
    readonly withoutKeys?: boolean;
    readonly by?: Actor;
  } = {},
): Promise<Restored & { readonly dir: string }> {
  const { by = owner('command line'), ...given } = more;
  const dataDir = given.dataDir ?? (await emptyFolder());
  const config = configSchema.parse({ dataDir });
  const job = { file, passphrase, withoutKeys: false, database: join(dataDir, 'vonggac.sqlite'), ...given, dataDir };
  const parts = { config, clock: () => madeAt + 3_600_000 };
  return { ...(await restoreBackup(parts, by, job, watch)), dir: dataDir };
}

/** The sentence and exit code with which restoring fails; the folder must be as empty as before. */
export async function refusal(file: string, more: Parameters<typeof restoreFrom>[1] = {}): Promise<[number, string]> {
  const dataDir = await emptyFolder();
  try {
    await restoreFrom(file, { dataDir, ...more });
  } catch (error) {
    const left = await readdir(dataDir);
    if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
    if (error instanceof VonggacError) return [error.exitCode, error.message.replaceAll(file, 'FILE')];
    throw error;
  }
  throw new Error('was restored');
}

export type Files = Map<string, Buffer>;

export async function filesIn(file: string): Promise<Files> {
  return new Map(Object.entries(unzipSync(await readFile(file))).map(([name, bytes]) => [name, Buffer.from(bytes)]));
}

export interface Packed {
  readonly name: string;
  readonly bytes: Buffer;
  readonly mode?: number;
}

/** An archive as somebody else would pack it; names are patched in afterwards, since packers refuse some. */
export async function pack(files: readonly Packed[]): Promise<string> {
  const path = join(await emptyFolder(), 'packed.zip');
  const zip = new ZipFile();
  const renamed: [string, string][] = [];
  for (const [at, { name, bytes, mode = 0o100600 }] of files.entries()) {
    const isOdd = /\.\.|^\/|\\|^C:/.test(name);
    const own = isOdd ? `${String(at).padStart(2, '0')}`.padEnd(name.length, 'x') : name;
    if (isOdd) renamed.push([own, name]);
    zip.addBuffer(bytes, own, { mode, mtime: new Date(1980, 0, 1) });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  for (const [from, to] of renamed) {
    const whole = (await readFile(path)).toString('latin1').replaceAll(from, to);
    await writeFile(path, whole, 'latin1');
  }
  return path;
}

export const packFiles = (files: Files) => pack([...files].map(([name, bytes]) => ({ name, bytes })));

/** The manifest after somebody who knows the format mended it. */
export function withManifest(files: Files, change: (manifest: Manifest) => object): Files {
  const manifest = JSON.parse(String(files.get('manifest.json'))) as Manifest;
  return new Map([...files, ['manifest.json', Buffer.from(JSON.stringify(change(manifest)))]]);
}
