/** Single-use tokens. Only their hashes are kept. */
import type { Selectable } from 'kysely';
import type { Database, Trx } from '../handle.ts';
import type { UserTokenTable } from '../schema/schema-people.ts';

export type UserToken = Selectable<UserTokenTable>;

/** Invalidates the person's earlier tokens for the same purpose. */
export async function replaceUserToken(trx: Trx, token: UserToken): Promise<void> {
  await deleteUserTokens(trx, token.userId, [token.purpose]);
  await deleteExpiredUserTokens(trx, token.createdAt);
  await trx.insertInto('userTokens').values(token).execute();
}

/** Null when there is none, it has expired, or its person is disabled. */
export async function findUserToken(
  db: Database | Trx,
  tokenHash: string,
  purposes: readonly UserToken['purpose'][],
  now: number,
): Promise<UserToken | null> {
  const row = await db
    .selectFrom('userTokens')
    .innerJoin('users', 'users.id', 'userTokens.userId')
    .selectAll('userTokens')
    .where('userTokens.tokenHash', '=', tokenHash)
    .where('userTokens.purpose', 'in', [...purposes])
    .where('userTokens.expiresAt', '>', now)
    .where('users.disabledAt', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

export async function deleteUserTokens(
  trx: Trx,
  userId: number,
  purposes: readonly UserToken['purpose'][],
): Promise<void> {
  await trx
    .deleteFrom('userTokens')
    .where('userId', '=', userId)
    .where('purpose', 'in', [...purposes])
    .execute();
}

export async function deleteExpiredUserTokens(trx: Trx, now: number): Promise<void> {
  await trx.deleteFrom('userTokens').where('expiresAt', '<=', now).execute();
}
