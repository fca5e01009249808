/**
 * A copy as a folder. It is written beside and renamed; over an earlier copy (`--force`) file by file, where only files
 * that the earlier copy's record lists are replaced or removed.
 */
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { VonggacError } from '../../core/errors.ts';
import { copyFormat, copyNames } from '../../core/restore/copy-record.ts';
import { type CopyTarget, isOwnName } from './copy-target.ts';

/** Of the record of an earlier copy. */
const recordBytes = 20_000_000;

export async function createFolderTarget(path: string, isForced: boolean): Promise<CopyTarget> {
  const earlier = await earlierFiles(path, isForced);
  const aside = `${resolve(path)}.part`;
  await makeFolder(aside);
  const names: string[] = [];
  return {
    async add(name, bytes) {
      const file = join(aside, ...name.split('/'));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes, { flag: 'wx' });
      names.push(name);
      return { name, sizeBytes: bytes.byteLength, hash: createHash('sha256').update(bytes).digest('hex') };
    },
    async end() {
      if (earlier === null) return rename(aside, resolve(path));
      await replaceFiles(aside, resolve(path), names, earlier);
      await rm(aside, { recursive: true, force: true });
    },
    abandon: () => rm(aside, { recursive: true, force: true }),
  };
}

/** Names of an earlier copy's files; null where there is nothing yet. */
async function earlierFiles(path: string, isForced: boolean): Promise<ReadonlySet<string> | null> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return null;
  if (!found.isDirectory()) throw new VonggacError('cannot-create', `${path} is not a folder: choose another name.`);
  if ((await readdir(path)).length === 0) return null;
  if (!isForced)
    throw new VonggacError(
      'cannot-create',
      `The folder ${path} is not empty: choose another, or replace an earlier copy in it with --force.`,
    );
  const names = await namesInRecord(join(path, copyNames.record));
  if (names === null)
    throw new VonggacError(
      'cannot-create',
      `The folder ${path} holds no copy made by this command: choose an empty folder.`,
    );
  return new Set(names);
}

async function namesInRecord(file: string): Promise<string[] | null> {
  try {
    const { size } = await lstat(file);
    if (size > recordBytes) return null;
    const record: unknown = JSON.parse(await readFile(file, 'utf8'));
    const isRecord =
      typeof record === 'object' && record !== null && 'format' in record && record.format === copyFormat;
    if (!isRecord || !('files' in record) || !Array.isArray(record.files)) return null;
    const names = record.files.flatMap((one: unknown) =>
      typeof one === 'object' && one !== null && 'name' in one && typeof one.name === 'string' ? one.name : [],
    );
    return [copyNames.record, ...names.filter(isOwnName)];
  } catch {
    return null;
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    const why =
      code === 'EEXIST'
        ? 'an unfinished copy of that name is there: remove it'
        : code === 'ENOENT'
          ? 'the folder around it does not exist: make it'
          : 'you may not write there: choose another folder';
    throw new VonggacError('cannot-create', `${path} can't be made, because ${why}.`, { cause });
  }
}

/** The record comes last: until then the earlier one names everything that may be replaced. */
async function replaceFiles(
  aside: string,
  path: string,
  names: readonly string[],
  earlier: ReadonlySet<string>,
): Promise<void> {
  for (const name of names) await assertFree(path, name, earlier);
  for (const name of names) {
    const file = join(path, ...name.split('/'));
    await mkdir(dirname(file), { recursive: true });
    await rename(join(aside, ...name.split('/')), file);
  }
  const now = new Set(names);
  for (const name of earlier) if (!now.has(name)) await removeFile(path, name);
}

/** @throws VonggacError when a file or link of somebody else stands on the way */
async function assertFree(path: string, name: string, earlier: ReadonlySet<string>): Promise<void> {
  if (!(await areFolders(path, name))) throw occupied(path, name);
  const found = await lstat(join(path, ...name.split('/'))).catch(() => null);
  if (found !== null && (!found.isFile() || !earlier.has(name))) throw occupied(path, name);
}

function occupied(path: string, name: string): VonggacError {
  return new VonggacError(
    'cannot-create',
    `${join(path, name)} is not of an earlier copy: move it away, or choose an empty folder.`,
  );
}

/** Whether each folder on the way is one, or is not there yet; a link would lead out of the copy. */
async function areFolders(path: string, name: string): Promise<boolean> {
  const parts = name.split('/').slice(0, -1);
  for (let depth = 1; depth <= parts.length; depth++) {
    const found = await lstat(join(path, ...parts.slice(0, depth))).catch(() => null);
    if (found !== null && !found.isDirectory()) return false;
  }
  return true;
}

async function removeFile(path: string, name: string): Promise<void> {
  if (!(await areFolders(path, name))) return;
  const found = await lstat(join(path, ...name.split('/'))).catch(() => null);
  if (found?.isFile() !== true) return;
  await rm(join(path, ...name.split('/')));
  // Folders that became empty; others stay.
  for (let folder = dirname(name); folder !== '.'; folder = dirname(folder)) {
    const isGone = await rmdir(join(path, ...folder.split('/'))).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
}
