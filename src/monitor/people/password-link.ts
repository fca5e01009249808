/** One-time links by which a person chooses a password: the first one, or a new one. */
import { VonggacError } from '../../core/errors.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Trx } from '../../store/database.ts';
import { deleteSessionsOf } from '../../store/sessions.ts';
import { deleteUserTokens, findUserToken, replaceUserToken } from '../../store/user-tokens.ts';
import { getUser, saveUser, type UserRow } from '../../store/users.ts';
import type { DeskParts } from '../parts.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { assertPassword, hashPassword } from './password.ts';
import { tokenHash } from './token.ts';

const purposes = ['password', 'reset'] as const;

export interface PasswordLink {
  readonly userId: number;
  /** Who asks for a link by mail doesn't end the one that an administrator handed over. */
  readonly purpose: (typeof purposes)[number];
  readonly token: string;
  readonly now: number;
  readonly until: number;
}

/** Inside the caller's transaction; the token itself is kept nowhere. */
export async function openPasswordLink(trx: Trx, { token, now, until, ...link }: PasswordLink): Promise<void> {
  await replaceUserToken(trx, { ...link, tokenHash: tokenHash(token), createdAt: now, expiresAt: until });
}

export async function closePasswordLinks(trx: Trx, userId: number): Promise<void> {
  await deleteUserTokens(trx, userId, purposes);
}

/** Whose link this is; null when it was used, replaced or has expired. */
export async function passwordLinkOwner(parts: DeskParts, token: string): Promise<UserRow | null> {
  const link = await findUserToken(parts.db, tokenHash(token), purposes, parts.clock());
  return link && getUser(parts.db, link.userId);
}

/** Uses the link up; who was signed in under the old password is signed out. */
export async function choosePassword(
  parts: DeskParts,
  queue: OneAtATime,
  token: string,
  password: string,
): Promise<void> {
  const owner = await passwordLinkOwner(parts, token);
  if (!owner) throw gone();
  assertPassword(password, owner.name);
  const passwordHash = await queue(() => hashPassword(password));
  const now = parts.clock();
  await parts.db.transaction().execute(async (trx) => {
    // Asked again: hashing takes its time, and the link works once.
    if (!(await findUserToken(trx, tokenHash(token), purposes, now))) throw gone();
    await closePasswordLinks(trx, owner.id);
    await saveUser(trx, owner.id, { passwordHash });
    await deleteSessionsOf(trx, owner.id);
    await appendAudit(trx, { at: now, actor: owner.name, act: 'password-chosen', subject: `user ${owner.name}` });
  });
}

function gone(): VonggacError {
  return new VonggacError('refused', 'This link was used or has expired: ask for a new one.', {
    vi: 'Liên kết này đã được dùng hoặc đã hết hạn: hãy yêu cầu liên kết mới.',
  });
}
