import type { CopyTarget } from './copy-target.ts';
import { createFolderTarget } from './folder-target.ts';
import { createZipTarget } from './zip-target.ts';

/** A ZIP file where the name says so, otherwise a folder. */
export function openTarget(path: string, at: number, isForced: boolean): Promise<CopyTarget> {
  return /\.zip$/i.test(path) ? createZipTarget(path, at, isForced) : createFolderTarget(path, isForced);
}
