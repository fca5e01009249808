/** Signing in and out, and finding out who is there. */
import { appendAudit } from '../../store/audit.ts';
import {
  deleteExpiredSessions,
  deleteSession,
  extendSession,
  findSession,
  insertSession,
} from '../../store/sessions.ts';
import { deleteUserTokens, findUserToken, replaceUserToken } from '../../store/user-tokens.ts';
import { findUser, getUser, type UserRow } from '../../store/users.ts';
import type { DeskParts } from '../parts.ts';
import { nobodysHash, verifyPassword } from './password.ts';
import { takeCode } from './second-factor.ts';
import type { SignInGuard } from './sign-in-guard.ts';
import { newToken, tokenHash } from './token.ts';

/** A session ends this long after it was last used … */
const idleMs = 12 * 3_600_000;
/** … and this long after sign-in, used or not. */
const longestMs = 7 * 86_400_000;
/** Who comes from an identity provider goes by it once in a working day: it may have taken role and agency away. */
const longestOfProviderMs = 12 * 3_600_000;
/** Extending is a write: not more often than this. */
const extendEveryMs = 10 * 60_000;
/** Between password and code. */
const stepMs = 10 * 60_000;

/** Where somebody signs in from, for the list of sessions. */
export interface Whence {
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
  /** Of the session. */
  readonly token: string;
}

export type SignInResult =
  | SignedIn
  | { readonly ok: false; readonly reason: 'wrong' }
  /** The password was right; `token` goes with the code. */
  | { readonly ok: false; readonly reason: 'code-needed'; readonly token: string }
  | Throttled;

/** `wrong` says neither whether the name exists nor, by its time, which of the two was wrong. */
export async function signIn(
  parts: DeskParts,
  guard: SignInGuard,
  attempt: { readonly name: string; readonly password: string; readonly whence: Whence },
): Promise<SignInResult> {
  const now = parts.clock();
  const { address } = attempt.whence;
  const name = attempt.name.slice(0, 200).trim().normalize('NFC').toLowerCase();
  const user = await findUser(parts.db, name);
  const waitMs = guard.throttle.waitMs(name, address, now);
  if (waitMs > 0) return { ok: false, reason: 'throttled', waitMs };
  // A full queue refuses before anything was guessed, so before anything is counted.
  const checking = guard.queue(() => verifyPassword(attempt.password, user?.passwordHash ?? nobodysHash));
  // Counted before the slow part: parallel guesses must not all pass the check above.
  guard.throttle.failed(name, address, now);
  const isRight = await checking;
  if (!user || !isRight) {
    parts.log.warn({ address }, 'sign-in refused');
    return { ok: false, reason: 'wrong' };
  }
  guard.throttle.succeeded(name, address);
  if (user.totpSecret !== null) return { ok: false, reason: 'code-needed', token: await openStep(parts, user) };
  return { ok: true, token: await startSession(parts, user, attempt.whence) };
}

async function openStep(parts: DeskParts, user: UserRow): Promise<string> {
  const token = newToken();
  const now = parts.clock();
  await parts.db.transaction().execute((trx) =>
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

/** Whether somebody typed a right password lately and owes the code. */
export async function isCodeAwaited(parts: DeskParts, stepToken: string): Promise<boolean> {
  return (await findUserToken(parts.db, tokenHash(stepToken), ['second-step'], parts.clock())) !== null;
}

export async function signInWithCode(
  parts: DeskParts,
  guard: SignInGuard,
  attempt: { readonly stepToken: string; readonly code: string; readonly whence: Whence },
): Promise<CodeResult> {
  const now = parts.clock();
  const { address } = attempt.whence;
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
  await parts.db.transaction().execute((trx) => deleteUserTokens(trx, user.id, ['second-step']));
  return { ok: true, token: await startSession(parts, user, attempt.whence) };
}

/** Records a session of somebody who proved who they are. */
export async function startSession(parts: DeskParts, user: UserRow, whence: Whence): Promise<string> {
  const now = parts.clock();
  const token = newToken();
  await parts.db.transaction().execute(async (trx) => {
    await deleteExpiredSessions(trx, now);
    await insertSession(trx, {
      tokenHash: tokenHash(token),
      userId: user.id,
      createdAt: now,
      expiresAt: now + idleMs,
      lastSeenAt: now,
      address: whence.address.slice(0, 64),
      agent: whence.agent.slice(0, 300),
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

/** The user whose session this is, or null. Asking is no use of the session: it does not live on by it. */
export async function sessionUser(parts: DeskParts, token: string): Promise<UserRow | null> {
  return (await findSession(parts.db, tokenHash(token), parts.clock()))?.user ?? null;
}

/** The user whose session this is, or null; a used session lives on. */
export async function whoIs(parts: DeskParts, token: string, address: string): Promise<UserRow | null> {
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
