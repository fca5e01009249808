/** Keys are stored beside the database, not in it: a copy of the database alone can't use them. */
import { randomBytes } from 'node:crypto';
import { chown, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export const keyBytes = 32;

/** Null when there is none. The caller checks its length. */
export async function readKeyFile(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Readable by its owner only. When two processes create it at once one wins, and both get its key. */
export async function makeKeyFile(path: string): Promise<Buffer> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await placeNew(path, randomBytes(keyBytes));
  return readFile(path);
}

/** Written to a temporary file and then linked into place: nobody reads half of it, and an existing file stays. */
export async function placeNew(path: string, content: Uint8Array | string): Promise<void> {
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await writeFile(aside, content, { mode: 0o600, flag: 'wx', flush: true });
    await giveToOwner(aside);
    await link(aside, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** Gives files that a command writes as root to the product's user, since the daemon could not read them otherwise. */
export async function giveToOwner(path: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(dirname(path));
  if (uid !== 0) await chown(path, uid, gid);
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
