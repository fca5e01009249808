/** One-time links that create the first administrator. Only hashes of tokens are kept. */
import type { Database, Trx } from '../handle.ts';

/** Invalidates earlier unused links. */
export async function replaceSetupLink(
  trx: Trx,
  link: { readonly tokenHash: string; readonly createdAt: number; readonly expiresAt: number },
): Promise<void> {
  await trx.deleteFrom('setupLinks').where('usedAt', 'is', null).execute();
  await trx
    .insertInto('setupLinks')
    .values({ ...link, usedAt: null })
    .execute();
}

export async function isSetupLinkOpen(db: Database | Trx, tokenHash: string, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('setupLinks')
    .select('tokenHash')
    .where('tokenHash', '=', tokenHash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}

export async function useSetupLink(trx: Trx, tokenHash: string, now: number): Promise<void> {
  await trx.updateTable('setupLinks').set({ usedAt: now }).where('tokenHash', '=', tokenHash).execute();
}
