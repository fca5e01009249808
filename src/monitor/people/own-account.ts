/** What people do with their own account. */

import { VonggacError } from '../../core/errors.ts';
import { deleteSessionByHandle, deleteSessionsOf } from '../../store/people/sessions.ts';
import { saveUser, type UserRow } from '../../store/people/users.ts';
import { appendAudit } from '../../store/records/audit.ts';
import type { AuditAct } from '../../store/records/audit-acts.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { assertPassword, hashPassword } from './password.ts';
import { closePasswordLinks } from './password-link.ts';
import { provePassword, type SignInGuard } from './sign-in-guard.ts';
import { tokenHash } from './token.ts';

export interface PasswordChange {
  readonly password: string;
  readonly newPassword: string;
  readonly address: string;
  /** The session that stays; every other one ends. */
  readonly sessionToken: string;
}

export async function changePassword(
  parts: OperatorParts,
  guard: SignInGuard,
  user: UserRow,
  change: PasswordChange,
): Promise<void> {
  assertPassword(change.newPassword, user.name);
  await provePassword(parts, guard, user, change);
  const passwordHash = await guard.queue(() => hashPassword(change.newPassword));
  await write(parts.db, async (trx) => {
    await saveUser(trx, user.id, { passwordHash });
    await deleteSessionsOf(trx, user.id, tokenHash(change.sessionToken));
    await closePasswordLinks(trx, user.id);
    await record(trx, parts.clock(), user, 'password-changed');
  });
}

/** Ends one of the person's sessions on any device. */
export async function endSession(parts: OperatorParts, user: UserRow, handle: string): Promise<void> {
  await write(parts.db, async (trx) => {
    if (!(await deleteSessionByHandle(trx, user.id, handle))) {
      throw new VonggacError('not-found', 'There is no such session.');
    }
    await record(trx, parts.clock(), user, 'session-ended');
  });
}

export async function endOtherSessions(parts: OperatorParts, user: UserRow, sessionToken: string): Promise<void> {
  await write(parts.db, async (trx) => {
    await deleteSessionsOf(trx, user.id, tokenHash(sessionToken));
    await record(trx, parts.clock(), user, 'sessions-ended');
  });
}

function record(trx: Parameters<typeof appendAudit>[0], at: number, user: UserRow, act: AuditAct): Promise<string> {
  return appendAudit(trx, { at, actor: user.name, act, subject: `user ${user.name}` });
}
