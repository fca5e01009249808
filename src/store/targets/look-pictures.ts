/** Thumbnails of clean pages whose captures are not kept. */
import type { Content } from '../../core/domain/content.ts';
import { insertBlobs } from '../evidence/blob-rows.ts';
import { heldChecks } from '../evidence/held.ts';
import type { Database, Trx } from '../handle.ts';

/** When the page's newest thumbnail was taken. */
export async function latestPictureAt(db: Database, targetId: string): Promise<number | null> {
  const row = await db
    .selectFrom('lookPictures')
    .select((eb) => eb.fn.max('at').as('at'))
    .where('targetId', '=', targetId)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** The bytes must already be in the blob store. */
export async function insertLookPicture(
  trx: Trx,
  of: { readonly checkId: number; readonly targetId: string; readonly at: number },
  { hash, mediaType, bytes }: Content,
): Promise<void> {
  await insertBlobs(trx, [{ hash, mediaType, sizeBytes: bytes.byteLength }], of.at);
  await trx
    .insertInto('lookPictures')
    .values({ ...of, hash })
    .execute();
}

/** Removes those taken before then, except those of looks under legal hold, and those whose look is gone. */
export async function forgetLookPictures(db: Database, before: number): Promise<void> {
  await db
    .deleteFrom('lookPictures')
    .where((eb) =>
      eb.or([
        eb.and([eb('at', '<', before), eb('checkId', 'not in', heldChecks(db))]),
        eb('checkId', 'not in', db.selectFrom('checks').select('id')),
      ]),
    )
    .execute();
}
