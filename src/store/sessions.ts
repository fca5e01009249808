/** Who is signed in where. Only hashes of tokens are kept. */
import type { Database, Trx } from './database.ts';
import type { UserRow } from './users.ts';

export interface SessionOwner {
  readonly user: UserRow;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export async function insertSession(
  trx: Trx,
  session: {
    readonly tokenHash: string;
    readonly userId: number;
    readonly createdAt: number;
    readonly expiresAt: number;
  },
): Promise<void> {
  await trx.insertInto('sessions').values(session).execute();
}

/** Null when there is no such session, it has expired, or its user was disabled. */
export async function findSession(db: Database, tokenHash: string, now: number): Promise<SessionOwner | null> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.userId')
    .selectAll('users')
    .select(['sessions.createdAt as sessionCreatedAt', 'sessions.expiresAt as sessionExpiresAt'])
    .where('sessions.tokenHash', '=', tokenHash)
    .where('sessions.expiresAt', '>', now)
    .where('users.disabledAt', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  const { sessionCreatedAt, sessionExpiresAt, ...user } = row;
  return { user, createdAt: sessionCreatedAt, expiresAt: sessionExpiresAt };
}

export async function extendSession(db: Database, tokenHash: string, expiresAt: number): Promise<void> {
  await db.updateTable('sessions').set({ expiresAt }).where('tokenHash', '=', tokenHash).execute();
}

export async function deleteSession(trx: Trx, tokenHash: string): Promise<void> {
  await trx.deleteFrom('sessions').where('tokenHash', '=', tokenHash).execute();
}

export async function deleteExpiredSessions(trx: Trx, now: number): Promise<void> {
  await trx.deleteFrom('sessions').where('expiresAt', '<=', now).execute();
}

/** Signs a person out everywhere, or everywhere but in one place. @returns how many sessions ended */
export async function deleteSessionsOf(trx: Trx, userId: number, exceptHash: string | null = null): Promise<number> {
  let query = trx.deleteFrom('sessions').where('userId', '=', userId);
  if (exceptHash !== null) query = query.where('tokenHash', '!=', exceptHash);
  return Number((await query.executeTakeFirst()).numDeletedRows);
}
