/** Small pictures of clean pages, of which nothing else is kept. */
import type { Content } from '../core/model.ts';
import { insertBlobs } from './captures.ts';
import type { Database, Trx } from './database.ts';

/** When the page's newest one was taken. */
export async function latestPictureAt(db: Database, targetId: string): Promise<number | null> {
  const row = await db
    .selectFrom('lookPictures')
    .select((eb) => eb.fn.max('at').as('at'))
    .where('targetId', '=', targetId)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Its bytes are in the blob store already. */
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

/** Those taken before then, and those whose look is forgotten. */
export async function forgetLookPictures(db: Database, before: number): Promise<void> {
  await db
    .deleteFrom('lookPictures')
    .where((eb) => eb.or([eb('at', '<', before), eb('checkId', 'not in', db.selectFrom('checks').select('id'))]))
    .execute();
}
