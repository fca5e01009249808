/** What is known of the contents in the blob store. */
import type { ContentRef } from '../../core/domain/content.ts';
import type { Database, Trx } from '../handle.ts';

/** Existing blobs are left unchanged. */
export async function insertBlobs(trx: Trx, contents: readonly ContentRef[], now: number): Promise<void> {
  for (const content of contents) {
    await trx
      .insertInto('blobs')
      .values({ ...content, createdAt: now })
      .onConflict((c) => c.doNothing())
      .execute();
  }
}

/** Null when no content with that hash is on record. */
export async function mediaTypeOf(db: Database, hash: string): Promise<string | null> {
  const row = await db.selectFrom('blobs').select('mediaType').where('hash', '=', hash).executeTakeFirst();
  return row?.mediaType ?? null;
}
