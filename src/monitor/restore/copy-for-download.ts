/** Static copies for the dashboard: one at a time, as a file of the data folder until it was sent. */
import { join } from 'node:path';
import { VonggacError } from '../../core/errors.ts';
import type { Actor } from '../../core/people/actor.ts';
import { openDownloads } from '../evidence/export-for-download.ts';
import type { OperatorParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';

/** @returns the path of a ZIP file that the caller removes */
export function createCopyForDownload(parts: OperatorParts): (actor: Actor, siteId: number) => Promise<string> {
  let isBusy = false;
  return async (actor, siteId) => {
    await assertMayAtSite(parts.db, actor, 'judge', siteId);
    if (isBusy)
      throw new VonggacError('refused', 'Another static copy is being made: try again in a few minutes.', {
        vi: 'Đang lập một bản sao tĩnh khác: hãy thử lại sau ít phút.',
      });
    isBusy = true;
    try {
      const path = join(await openDownloads(parts), `${parts.newId()}.zip`);
      // Loaded when it is used, like what writes packages.
      const { makeCopy } = await import('./make-copy.ts');
      const { openTarget } = await import('./open-target.ts');
      await makeCopy(parts, siteId, { actor, open: () => openTarget(path, parts.clock(), false) });
      return path;
    } finally {
      isBusy = false;
    }
  };
}
