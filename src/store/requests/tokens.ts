/** Single-use links of requests; only their hashes are stored. */
import type { Selectable } from 'kysely';
import type { Database, Trx } from '../handle.ts';
import type { RequestTokenTable } from '../schema/schema-requests.ts';

export type RequestToken = Selectable<RequestTokenTable>;

/** Replaces an earlier link of the same purpose. */
export async function putToken(trx: Trx, token: RequestToken): Promise<void> {
  const { requestId, purpose, host } = token;
  await trx
    .deleteFrom('requestTokens')
    .where('requestId', '=', requestId)
    .where('purpose', '=', purpose)
    .where('host', '=', host)
    .execute();
  await trx.insertInto('requestTokens').values(token).execute();
}

export async function findToken(db: Database | Trx, tokenHash: string, now: number): Promise<RequestToken | null> {
  const row = await db
    .selectFrom('requestTokens')
    .selectAll()
    .where('tokenHash', '=', tokenHash)
    .where('expiresAt', '>', now)
    .executeTakeFirst();
  return row ?? null;
}

export async function useToken(trx: Trx, tokenHash: string): Promise<void> {
  await trx.deleteFrom('requestTokens').where('tokenHash', '=', tokenHash).execute();
}

export async function forgetTokens(trx: Trx, now: number): Promise<void> {
  await trx.deleteFrom('requestTokens').where('expiresAt', '<=', now).execute();
}
