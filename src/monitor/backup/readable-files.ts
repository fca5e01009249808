/** Which of the files that the configuration names can be backed up. One that cannot must not prevent the backup. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { NamedFile } from '../../config/named-files.ts';
import { mostNamedBytes, mostSecretBytes, mostSecretsBytes } from '../../core/backup/manifest.ts';

export interface ReadableFiles {
  readonly files: readonly NamedFile[];
  /** Keys of the others. */
  readonly unread: readonly string[];
}

export async function readableFiles(named: readonly NamedFile[]): Promise<ReadableFiles> {
  const files: NamedFile[] = [];
  const unread: string[] = [];
  let secretBytes = 0;
  for (const one of named) {
    const size = await readableSize(one.path);
    const isRoom = one.isSecret
      ? size <= mostSecretBytes && secretBytes + size <= mostSecretsBytes
      : size <= mostNamedBytes;
    if (isRoom && one.isSecret) secretBytes += size;
    if (isRoom) files.push(one);
    else unread.push(one.key);
  }
  return { files, unread };
}

/** Infinite for what can't be read, and for a pipe or device, which would never end. */
async function readableSize(path: string): Promise<number> {
  try {
    const found = await stat(path);
    await access(path, constants.R_OK);
    return found.isFile() ? found.size : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
