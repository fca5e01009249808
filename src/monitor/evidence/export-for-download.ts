/** Packages for the dashboard: one at a time, stored in the data folder until sent. */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { VonggacError } from '../../core/errors.ts';
import type { Actor } from '../../core/people/actor.ts';
import type { Exported } from './export-evidence.ts';
import type { ExportParts } from './export-parts.ts';

export interface DownloadRequest {
  readonly recipient: string;
  readonly purpose: string;
}

/** Far longer than a download takes; older files were left by a process that ended. */
const abandonedMs = 6 * 3_600_000;

/** The caller removes the file. */
export function createExportForDownload(
  parts: ExportParts,
): (actor: Actor, number: number, request: DownloadRequest) => Promise<Exported> {
  let isBusy = false;
  return async (actor, number, request) => {
    if (isBusy)
      throw new VonggacError('refused', 'Another evidence package is being made: try again in a few minutes.', {
        vi: 'Đang lập một gói chứng cứ khác: hãy thử lại sau ít phút.',
      });
    isBusy = true;
    try {
      const dir = await openDownloads(parts);
      // Loaded on use: the package writer takes 15 MB.
      const { exportEvidence } = await import('./export-evidence.ts');
      return await exportEvidence(parts, number, { actor, ...request, path: join(dir, `${parts.newId()}.zip`) });
    } finally {
      isBusy = false;
    }
  };
}

/** The folder for files that are removed once they were sent. */
export async function openDownloads({ config }: Pick<ExportParts, 'config'>): Promise<string> {
  const dir = join(config.dataDir, 'exports');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await removeAbandoned(dir, Date.now() - abandonedMs);
  return dir;
}

async function removeAbandoned(dir: string, before: number): Promise<void> {
  for (const name of await readdir(dir)) {
    const path = join(dir, name);
    const found = await stat(path).catch(() => null);
    if (found?.isFile() && found.mtimeMs < before) await rm(path, { force: true });
  }
}
