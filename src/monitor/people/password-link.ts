/** One-time links for choosing a first or a new password. */

import { VonggacError } from '../../core/errors.ts';
import type { Trx } from '../../store/handle.ts';
import { deleteSessionsOf } from '../../store/people/sessions.ts';
import { deleteUserTokens, findUserToken, replaceUserToken } from '../../store/people/user-tokens.ts';
import { getUser, saveUser, type UserRow } from '../../store/people/users.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { assertPassword, hashPassword } from './password.ts';
import { tokenHash } from './token.ts';

const purposes = ['password', 'reset'] as const;

export interface PasswordLink {
  readonly userId: number;
  /** Requesting a link by mail does not invalidate one issued by an administrator. */
  readonly purpose: (typeof purposes)[number];
  readonly token: string;
  readonly now: number;
  readonly until: number;
}

/** Inside the caller's transaction; the token itself is not stored. */
export async function openPasswordLink(trx: Trx, { token, now, until, ...link }: PasswordLink): Promise<void> {
  await replaceUserToken(trx, { ...link, tokenHash: tokenHash(token), createdAt: now, expiresAt: until });
}

export async function closePasswordLinks(trx: Trx, userId: number): Promise<void> {
  await deleteUserTokens(trx, userId, purposes);
}

/** The link's owner; null when it was used, replaced or has expired. */
export async function passwordLinkOwner(parts: OperatorParts, token: string): Promise<UserRow | null> {
  const link = await findUserToken(parts.db, tokenHash(token), purposes, parts.clock());
  return link && getUser(parts.db, link.userId);
}

/** Uses up the link and ends the sessions under the old password. */
export async function choosePassword(
  parts: OperatorParts,
  queue: OneAtATime,
  token: string,
  password: string,
): Promise<void> {
  const owner = await passwordLinkOwner(parts, token);
  if (!owner) throw gone();
  assertPassword(password, owner.name);
  const passwordHash = await queue(() => hashPassword(password));
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    // Checked again: hashing takes time, and the link works once.
    if (!(await findUserToken(trx, tokenHash(token), purposes, now))) throw gone();
    await closePasswordLinks(trx, owner.id);
    await saveUser(trx, owner.id, { passwordHash });
    await deleteSessionsOf(trx, owner.id);
    await appendAudit(trx, { at: now, actor: owner.name, act: 'password-chosen', subject: `user ${owner.name}` });
  });
}

function gone(): VonggacError {
  return new VonggacError('refused', 'This link has been used or has expired: ask for a new one.', {
    vi: 'Liên kết này đã được dùng hoặc đã hết hạn: hãy yêu cầu liên kết mới.',
  });
}
