/** Signing in and out, and resolving sessions to users. */

import {
  deleteExpiredSessions,
  deleteSession,
  extendSession,
  findSession,
  insertSession,
} from '../../store/people/sessions.ts';
import { deleteUserTokens, findUserToken, replaceUserToken } from '../../store/people/user-tokens.ts';
import { findUser, getUser, type UserRow } from '../../store/people/users.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { dummyHash, verifyPassword } from './password.ts';
import { takeCode } from './second-factor.ts';
import type { SignInGuard } from './sign-in-guard.ts';
import { newToken, tokenHash } from './token.ts';

/** A session ends this long after it was last used … */
const idleMs = 12 * 3_600_000;
/** … and this long after sign-in, used or not. */
const longestMs = 7 * 86_400_000;
/** Sessions from a provider must be renewed there once per working day, because it may have revoked role or agency. */
const longestOfProviderMs = 12 * 3_600_000;
/** Extending a session is a write, so it happens at most this often. */
const extendEveryMs = 10 * 60_000;
/** Time limit between password and code. */
const stepMs = 10 * 60_000;

/** The client, for the list of sessions. */
export interface ClientInfo {
  readonly address: string;
  /** `User-Agent`. */
  readonly agent: string;
}

interface Throttled {
  readonly ok: false;
  readonly reason: 'throttled';
  readonly waitMs: number;
}

interface SignedIn {
  readonly ok: true;
  /** The session's token. */
  readonly token: string;
}

export type SignInResult =
  | SignedIn
  | { readonly ok: false; readonly reason: 'wrong' }
  /** The password was right; `token` must accompany the code. */
  | { readonly ok: false; readonly reason: 'code-needed'; readonly token: string }
  | Throttled;

/** `wrong` reveals neither whether the name exists nor, by its timing, which of the two was wrong. */
export async function signIn(
  parts: OperatorParts,
  guard: SignInGuard,
  attempt: { readonly name: string; readonly password: string; readonly client: ClientInfo },
): Promise<SignInResult> {
  const now = parts.clock();
  const { address } = attempt.client;
  const name = attempt.name.slice(0, 200).trim().normalize('NFC').toLowerCase();
  const user = await findUser(parts.db, name);
  const waitMs = guard.throttle.waitMs(name, address, now);
  if (waitMs > 0) return { ok: false, reason: 'throttled', waitMs };
  // A full queue refuses before anything is guessed, and so before anything is counted.
  const checking = guard.queue(() => verifyPassword(attempt.password, user?.passwordHash ?? dummyHash));
  // Counted before the slow part: parallel guesses must not all pass the check above.
  guard.throttle.failed(name, address, now);
  const isRight = await checking;
  if (!user || !isRight) {
    parts.log.warn({ address }, 'sign-in refused');
    return { ok: false, reason: 'wrong' };
  }
  guard.throttle.succeeded(name, address);
  if (user.totpSecret !== null) return { ok: false, reason: 'code-needed', token: await openStep(parts, user) };
  return { ok: true, token: await startSession(parts, user, attempt.client) };
}

async function openStep(parts: OperatorParts, user: UserRow): Promise<string> {
  const token = newToken();
  const now = parts.clock();
  await write(parts.db, (trx) =>
    replaceUserToken(trx, {
      tokenHash: tokenHash(token),
      userId: user.id,
      purpose: 'second-step',
      createdAt: now,
      expiresAt: now + stepMs,
    }),
  );
  return token;
}

export type CodeResult =
  | SignedIn
  | { readonly ok: false; readonly reason: 'wrong' }
  /** The password has to be typed again. */
  | { readonly ok: false; readonly reason: 'gone' }
  | Throttled;

/** Whether somebody recently typed a right password and still has to enter the code. */
export async function isCodeAwaited(parts: OperatorParts, stepToken: string): Promise<boolean> {
  return (await findUserToken(parts.db, tokenHash(stepToken), ['second-step'], parts.clock())) !== null;
}

export async function signInWithCode(
  parts: OperatorParts,
  guard: SignInGuard,
  attempt: { readonly stepToken: string; readonly code: string; readonly client: ClientInfo },
): Promise<CodeResult> {
  const now = parts.clock();
  const { address } = attempt.client;
  const step = await findUserToken(parts.db, tokenHash(attempt.stepToken), ['second-step'], now);
  const user = step && (await getUser(parts.db, step.userId));
  if (!user) return { ok: false, reason: 'gone' };
  const waitMs = guard.codes.waitMs(user.name, address, now);
  if (waitMs > 0) return { ok: false, reason: 'throttled', waitMs };
  guard.codes.failed(user.name, address, now);
  if (!(await takeCode(parts, user.id, attempt.code.slice(0, 100)))) {
    parts.log.warn({ address }, 'second factor refused');
    return { ok: false, reason: 'wrong' };
  }
  guard.codes.succeeded(user.name, address);
  await write(parts.db, (trx) => deleteUserTokens(trx, user.id, ['second-step']));
  return { ok: true, token: await startSession(parts, user, attempt.client) };
}

/** Records a session of somebody who has proved their identity. */
export async function startSession(parts: OperatorParts, user: UserRow, client: ClientInfo): Promise<string> {
  const now = parts.clock();
  const token = newToken();
  await write(parts.db, async (trx) => {
    await deleteExpiredSessions(trx, now);
    await insertSession(trx, {
      tokenHash: tokenHash(token),
      userId: user.id,
      createdAt: now,
      expiresAt: now + idleMs,
      lastSeenAt: now,
      address: client.address.slice(0, 64),
      agent: client.agent.slice(0, 300),
    });
    await appendAudit(trx, { at: now, actor: user.name, act: 'signed-in', subject: `user ${user.name}` });
  });
  return token;
}

export async function signOut(parts: OperatorParts, token: string, user: UserRow): Promise<void> {
  await write(parts.db, async (trx) => {
    await deleteSession(trx, tokenHash(token));
    await appendAudit(trx, { at: parts.clock(), actor: user.name, act: 'signed-out', subject: `user ${user.name}` });
  });
}

/** The session's user, or null. This does not count as use of the session and does not extend it. */
export async function sessionUser(parts: OperatorParts, token: string): Promise<UserRow | null> {
  return (await findSession(parts.db, tokenHash(token), parts.clock()))?.user ?? null;
}

/** The session's user, or null; extends a used session. */
export async function whoIs(parts: OperatorParts, token: string, address: string): Promise<UserRow | null> {
  const now = parts.clock();
  const hash = tokenHash(token);
  const session = await findSession(parts.db, hash, now);
  if (!session) return null;
  if (now - session.lastSeenAt > extendEveryMs) {
    const longest = session.user.subject === null ? longestMs : longestOfProviderMs;
    const expiresAt = Math.min(now + idleMs, session.createdAt + longest);
    await extendSession(parts.db, hash, { expiresAt, lastSeenAt: now, address: address.slice(0, 64) });
  }
  return session.user;
}
