/** A copy as a ZIP file, written beside and renamed. */
import { open, rename, rm, stat } from 'node:fs/promises';
import { VonggacError } from '../../core/errors.ts';
import { copyNames } from '../../core/restore/copy-record.ts';
import { createPackageWriter } from '../evidence/package-writer.ts';
import type { CopyTarget } from './copy-target.ts';

/** @param isForced replaces an earlier copy, and nothing else */
export async function createZipTarget(path: string, at: number, isForced: boolean): Promise<CopyTarget> {
  if ((await stat(path).catch(() => null)) !== null) {
    if (!isForced)
      throw new VonggacError(
        'cannot-create',
        `There is something at ${path} already: choose another name, or --force.`,
      );
    if (!(await isCopy(path)))
      throw new VonggacError('cannot-create', `${path} is no copy made by this command: choose another name.`);
  }
  const aside = `${path}.part`;
  const writer = createPackageWriter(aside, new Date(Math.floor(at / 2_000) * 2_000));
  let isOurs = true;
  return {
    async add(name, bytes) {
      const { sizeBytes, sha256: hash } = await writer.add(name, [bytes]).catch((error) => {
        isOurs = !(error instanceof Error && 'code' in error && error.code === 'EEXIST');
        throw error;
      });
      return { name, sizeBytes, hash };
    },
    async end() {
      await writer.end();
      await rename(aside, path);
    },
    async abandon(error) {
      await writer.abandon(error);
      if (isOurs) await rm(aside, { force: true });
    },
  };
}

/** Its first entry is the guide, under its own name. */
async function isCopy(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const name = Buffer.from(copyNames.readme);
    const head = Buffer.alloc(30 + name.length);
    await file.read(head, 0, head.length, 0);
    return head.readUInt32LE(0) === 0x04034b50 && head.subarray(30).equals(name);
  } finally {
    await file.close();
  }
}
