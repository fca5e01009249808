/** Sign-in sessions. Only hashes of tokens are kept. */
import type { Insertable } from 'kysely';
import { sql } from 'kysely';
import type { Database, Trx } from '../handle.ts';
import type { SessionTable } from '../schema/schema-people.ts';
import type { UserRow } from './users.ts';

export interface SessionOwner {
  readonly user: UserRow;
  readonly createdAt: number;
  readonly lastSeenAt: number;
}

/** A session as its owner sees it. */
export interface ListedSession {
  /** Identifies the session in a form; it can't be used to sign in. */
  readonly handle: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly address: string;
  readonly agent: string;
}

const handleLength = 16;

export function sessionHandle(tokenHash: string): string {
  return tokenHash.slice(0, handleLength);
}

export async function insertSession(trx: Trx, session: Insertable<SessionTable>): Promise<void> {
  await trx.insertInto('sessions').values(session).execute();
}

/** Null when there is no such session, it has expired, or its user is disabled. */
export async function findSession(db: Database, tokenHash: string, now: number): Promise<SessionOwner | null> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.userId')
    .selectAll('users')
    .select(['sessions.createdAt as sessionCreatedAt', 'sessions.lastSeenAt'])
    .where('sessions.tokenHash', '=', tokenHash)
    .where('sessions.expiresAt', '>', now)
    .where('users.disabledAt', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  const { sessionCreatedAt, lastSeenAt, ...user } = row;
  return { user, createdAt: sessionCreatedAt, lastSeenAt };
}

/** Most recently active first. */
export async function listSessions(db: Database, userId: number, now: number): Promise<ListedSession[]> {
  const rows = await db
    .selectFrom('sessions')
    .selectAll()
    .where('userId', '=', userId)
    .where('expiresAt', '>', now)
    .execute();
  return rows
    .map(({ tokenHash, createdAt, lastSeenAt, address, agent }) => ({
      handle: sessionHandle(tokenHash),
      createdAt,
      lastSeenAt,
      address,
      agent,
    }))
    .sort((a, b) => b.lastSeenAt - a.lastSeenAt || b.createdAt - a.createdAt);
}

export async function extendSession(
  db: Database,
  tokenHash: string,
  to: { readonly expiresAt: number; readonly lastSeenAt: number; readonly address: string },
): Promise<void> {
  await db.updateTable('sessions').set(to).where('tokenHash', '=', tokenHash).execute();
}

export async function deleteSession(trx: Trx, tokenHash: string): Promise<void> {
  await trx.deleteFrom('sessions').where('tokenHash', '=', tokenHash).execute();
}

/** @returns whether the person had such a session */
export async function deleteSessionByHandle(trx: Trx, userId: number, handle: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('sessions')
    .where('userId', '=', userId)
    .where(sql`substr("tokenHash", 1, ${handleLength})`, '=', handle)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function deleteExpiredSessions(trx: Trx, now: number): Promise<void> {
  await trx.deleteFrom('sessions').where('expiresAt', '<=', now).execute();
}

/** Signs a person out everywhere, or everywhere except one session. @returns how many sessions ended */
export async function deleteSessionsOf(trx: Trx, userId: number, exceptHash: string | null = null): Promise<number> {
  let query = trx.deleteFrom('sessions').where('userId', '=', userId);
  if (exceptHash !== null) query = query.where('tokenHash', '!=', exceptHash);
  return Number((await query.executeTakeFirst()).numDeletedRows);
}
