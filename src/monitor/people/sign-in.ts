/** Signing in and out, and finding out who is there. */
import { appendAudit } from '../../store/audit.ts';
import {
  deleteExpiredSessions,
  deleteSession,
  extendSession,
  findSession,
  insertSession,
} from '../../store/sessions.ts';
import { findUser, type UserRow } from '../../store/users.ts';
import type { DeskParts } from '../parts.ts';
import type { LoginThrottle } from './login-throttle.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { nobodysHash, verifyPassword } from './password.ts';
import { newToken, tokenHash } from './token.ts';

/** A session ends this long after it was last used … */
const idleMs = 12 * 3_600_000;
/** … and this long after sign-in, used or not. */
const longestMs = 7 * 86_400_000;
/** Extending is a write: not more often than this. */
const extendEveryMs = 10 * 60_000;

export type SignInResult =
  | { readonly ok: true; readonly token: string; readonly user: UserRow }
  | { readonly ok: false; readonly reason: 'wrong' }
  | { readonly ok: false; readonly reason: 'throttled'; readonly waitMs: number };

export interface SignInGuard {
  readonly throttle: LoginThrottle;
  readonly queue: OneAtATime;
}

/** `wrong` says neither whether the name exists nor, by its time, which of the two was wrong. */
export async function signIn(
  parts: DeskParts,
  guard: SignInGuard,
  attempt: { readonly name: string; readonly password: string; readonly address: string },
): Promise<SignInResult> {
  const now = parts.clock();
  const name = attempt.name.slice(0, 200).trim().normalize('NFC').toLowerCase();
  const waitMs = guard.throttle.waitMs(name, attempt.address, now);
  if (waitMs > 0) return { ok: false, reason: 'throttled', waitMs };
  // Counted before the slow part: parallel guesses must not all pass the check above.
  guard.throttle.failed(name, attempt.address, now);
  const user = await findUser(parts.db, name);
  const isRight = await guard.queue(() => verifyPassword(attempt.password, user?.passwordHash ?? nobodysHash));
  if (!user || !isRight) {
    parts.log.warn({ address: attempt.address }, 'sign-in refused');
    return { ok: false, reason: 'wrong' };
  }
  guard.throttle.succeeded(name, attempt.address);
  return { ok: true, token: await startSession(parts, user), user };
}

/** Records a session of somebody who proved who they are. */
export async function startSession(parts: DeskParts, user: UserRow): Promise<string> {
  const now = parts.clock();
  const token = newToken();
  await parts.db.transaction().execute(async (trx) => {
    await deleteExpiredSessions(trx, now);
    await insertSession(trx, {
      tokenHash: tokenHash(token),
      userId: user.id,
      createdAt: now,
      expiresAt: now + idleMs,
    });
    await appendAudit(trx, { at: now, actor: user.name, act: 'signed-in', subject: `user ${user.name}` });
  });
  return token;
}

export async function signOut(parts: DeskParts, token: string, user: UserRow): Promise<void> {
  await parts.db.transaction().execute(async (trx) => {
    await deleteSession(trx, tokenHash(token));
    await appendAudit(trx, { at: parts.clock(), actor: user.name, act: 'signed-out', subject: `user ${user.name}` });
  });
}

/** The user whose session this is, or null; a used session lives on. */
export async function whoIs(parts: DeskParts, token: string): Promise<UserRow | null> {
  const now = parts.clock();
  const hash = tokenHash(token);
  const session = await findSession(parts.db, hash, now);
  if (!session) return null;
  const expiresAt = Math.min(now + idleMs, session.createdAt + longestMs);
  if (expiresAt - session.expiresAt > extendEveryMs) await extendSession(parts.db, hash, expiresAt);
  return session.user;
}
