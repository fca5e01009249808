/** API tokens, by hash, and the answers kept for their idempotency keys. */
import type { Insertable, Selectable } from 'kysely';
import { type TokenCapability, tokenCapabilities } from '../../core/people/api-token.ts';
import type { Database, Trx } from '../handle.ts';
import type { ApiAnswerTable, ApiTokenTable } from '../schema/schema-people.ts';
import type { UserRow } from './users.ts';

export interface ApiTokenRow extends Omit<Selectable<ApiTokenTable>, 'tokenHash' | 'capabilities'> {
  readonly capabilities: readonly TokenCapability[];
}

function tokenRow({ tokenHash: _, capabilities, ...row }: Selectable<ApiTokenTable>): ApiTokenRow {
  const granted = capabilities.split(' ');
  return { ...row, capabilities: tokenCapabilities.filter((capability) => granted.includes(capability)) };
}

export async function insertApiToken(
  trx: Trx,
  {
    capabilities,
    ...token
  }: Omit<Insertable<ApiTokenTable>, 'capabilities'> & {
    readonly capabilities: readonly TokenCapability[];
  },
): Promise<number> {
  const { id } = await trx
    .insertInto('apiTokens')
    .values({ ...token, capabilities: capabilities.join(' ') })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Null when there is none, it expired or was revoked, or its maker is disabled. */
export async function findApiToken(
  db: Database,
  hash: string,
  now: number,
): Promise<{ readonly token: ApiTokenRow; readonly maker: UserRow } | null> {
  const row = await db
    .selectFrom('apiTokens')
    .selectAll()
    .where('tokenHash', '=', hash)
    .where('expiresAt', '>', now)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  const maker = await db
    .selectFrom('users')
    .selectAll()
    .where('id', '=', row.userId)
    .where('disabledAt', 'is', null)
    .executeTakeFirst();
  return maker ? { token: tokenRow(row), maker } : null;
}

/** Newest first, expired ones too. */
export async function listApiTokens(db: Database | Trx, userId: number): Promise<ApiTokenRow[]> {
  const rows = await db
    .selectFrom('apiTokens')
    .selectAll()
    .where('userId', '=', userId)
    .where('revokedAt', 'is', null)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(tokenRow);
}

export async function noteTokenUse(db: Database, id: number, use: { at: number; address: string }): Promise<void> {
  await db
    .updateTable('apiTokens')
    .set({ lastUsedAt: use.at, lastAddress: use.address })
    .where('id', '=', id)
    .execute();
}

/** @returns whether it was in force */
export async function revokeApiToken(trx: Trx, id: number, at: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('apiTokens')
    .set({ revokedAt: at })
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export type ApiAnswer = Selectable<ApiAnswerTable>;

export interface AnswerKey {
  readonly tokenId: number;
  readonly key: string;
}

/** How long the answer to a request with a key is kept. */
export const answerKeepMs = 24 * 3_600_000;
/** Of one token: whoever stole it must not fill the disk with answers. */
const mostKept = 5_000;

/**
 * Takes the key for a new request.
 * @returns what is there already; null when the key was free; `full` when the token has too many
 */
export async function takeAnswerKey(
  trx: Trx,
  { tokenId, key, requestHash, createdAt }: AnswerKey & Pick<ApiAnswer, 'requestHash' | 'createdAt'>,
): Promise<ApiAnswer | 'full' | null> {
  // The daily pruning removes the others.
  await trx
    .deleteFrom('apiAnswers')
    .where('tokenId', '=', tokenId)
    .where('key', '=', key)
    .where('createdAt', '<=', createdAt - answerKeepMs)
    .execute();
  const known = await trx
    .selectFrom('apiAnswers')
    .selectAll()
    .where('tokenId', '=', tokenId)
    .where('key', '=', key)
    .executeTakeFirst();
  if (known) return known;
  const { kept } = await trx
    .selectFrom('apiAnswers')
    .select((eb) => eb.fn.countAll<number>().as('kept'))
    .where('tokenId', '=', tokenId)
    .where('createdAt', '>', createdAt - answerKeepMs)
    .executeTakeFirstOrThrow();
  if (kept >= mostKept) return 'full';
  await trx
    .insertInto('apiAnswers')
    .values({ tokenId, key, requestHash, createdAt, status: null, body: null })
    .execute();
  return null;
}

export async function keepAnswer(
  db: Database,
  { tokenId, key }: AnswerKey,
  answer: { readonly status: number; readonly body: string },
): Promise<void> {
  await db.updateTable('apiAnswers').set(answer).where('tokenId', '=', tokenId).where('key', '=', key).execute();
}

/** For requests that changed nothing: the same key may be used again. */
export async function freeAnswerKey(db: Database, { tokenId, key }: AnswerKey): Promise<void> {
  await db.deleteFrom('apiAnswers').where('tokenId', '=', tokenId).where('key', '=', key).execute();
}
