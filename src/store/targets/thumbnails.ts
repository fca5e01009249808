/** Thumbnails of a page as learned and as a look found it. */
import type { ContentRef } from '../../core/domain/content.ts';
import type { Trx } from '../handle.ts';

export async function thumbnailOfCheck(trx: Trx, checkId: number): Promise<ContentRef | null> {
  const row = await trx
    .selectFrom('checks')
    .innerJoin('captures', 'captures.id', 'checks.captureId')
    .innerJoin('blobs', 'blobs.hash', 'captures.thumbnailHash')
    .select(['blobs.hash', 'blobs.mediaType', 'blobs.sizeBytes'])
    .where('checks.id', '=', checkId)
    .executeTakeFirst();
  return row ?? null;
}

/** From the newest capture the current baseline was learned from. */
export async function thumbnailOfBaseline(trx: Trx, targetId: string): Promise<ContentRef | null> {
  const row = await trx
    .selectFrom('targets')
    .innerJoin('baselineCaptures', (join) =>
      join
        .onRef('baselineCaptures.targetId', '=', 'targets.id')
        .onRef('baselineCaptures.version', '=', 'targets.baselineVersion'),
    )
    .innerJoin('captures', 'captures.id', 'baselineCaptures.captureId')
    .innerJoin('blobs', 'blobs.hash', 'captures.thumbnailHash')
    .select(['blobs.hash', 'blobs.mediaType', 'blobs.sizeBytes'])
    .where('targets.id', '=', targetId)
    .orderBy('captures.at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
