/** Recorded traffic of kept captures: one JSON document per capture, which names each body by hash. */
import type { ContentRef } from '../../core/domain/content.ts';
import type { StoredTraffic } from '../../core/domain/traffic.ts';
import { storedTraffic } from '../codecs/traffic-codec.ts';
import type { Database, Trx } from '../handle.ts';
import type { ArchiveTable } from '../schema/schema-looks.ts';
import { insertBlobs } from './blob-rows.ts';
import type { BlobStore } from './blobs.ts';
import { chainEvidence, chainGone } from './evidence.ts';

/** Traffic whose contents are in the blob store. */
export interface KeptArchive {
  readonly document: ContentRef;
  /** Each body once. */
  readonly bodies: readonly ContentRef[];
}

/** @param of the capture, already inserted */
export async function insertArchive(
  trx: Trx,
  of: Pick<ArchiveTable, 'captureId' | 'targetId' | 'at' | 'keptFor'>,
  { document, bodies }: KeptArchive,
): Promise<void> {
  await insertBlobs(trx, [document, ...bodies], of.at);
  const sizeBytes = [document, ...bodies].reduce((sum, one) => sum + one.sizeBytes, 0);
  await trx
    .insertInto('archives')
    .values({ ...of, hash: document.hash, sizeBytes })
    .execute();
  for (const { hash } of bodies) {
    await trx.insertInto('archiveBodies').values({ captureId: of.captureId, hash }).execute();
  }
  await chainEvidence(trx, 'archive', [of.captureId], of.at);
}

/**
 * Null when no traffic of this capture is kept, or its document is gone.
 * @throws VonggacError `storage-failed` when it is damaged
 */
export async function readArchive(db: Database, blobs: BlobStore, captureId: number): Promise<StoredTraffic | null> {
  const row = await db.selectFrom('archives').select('hash').where('captureId', '=', captureId).executeTakeFirst();
  const bytes = row && (await blobs.get(row.hash));
  return bytes ? storedTraffic.decode(Buffer.from(bytes).toString('utf8'), captureId) : null;
}

/** Hashes of all contents that an archive's document names. @throws VonggacError when it is not one */
export function bodiesNamedIn(document: Uint8Array, captureId: number): string[] {
  const { exchanges } = storedTraffic.decode(Buffer.from(document).toString('utf8'), captureId);
  return exchanges.flatMap(({ answer }) => answer?.body?.hash ?? []);
}

export async function isArchiveKept(db: Database, captureId: number): Promise<boolean> {
  const row = db.selectFrom('archives').select('captureId').where('captureId', '=', captureId);
  return (await row.executeTakeFirst()) !== undefined;
}

/**
 * Removes archives of captures, with or without the captures themselves.
 * @returns the contents that they named
 */
export async function removeArchives(trx: Trx, captureIds: readonly number[], now: number): Promise<string[]> {
  const rows = await trx
    .selectFrom('archives')
    .select(['captureId', 'hash'])
    .where('captureId', 'in', captureIds)
    .execute();
  const ids = rows.map(({ captureId }) => captureId);
  if (ids.length === 0) return [];
  const bodies = await trx
    .selectFrom('archiveBodies')
    .select('hash')
    .distinct()
    .where('captureId', 'in', ids)
    .execute();
  await chainGone(trx, 'pruned', 'archive', ids, now);
  await trx.deleteFrom('archiveBodies').where('captureId', 'in', ids).execute();
  await trx.deleteFrom('archives').where('captureId', 'in', ids).execute();
  return [...rows, ...bodies].map(({ hash }) => hash);
}
