/** Password reset by mail. */

import { createHmac } from 'node:crypto';
import type { PasswordResetNotice } from '../../core/notices/about-monitor.ts';
import { deleteExpiredUserTokens } from '../../store/people/user-tokens.ts';
import { findUserByNameOrEmail } from '../../store/people/users.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import { dashboardUrl } from '../notices/message-facts.ts';
import { notify } from '../notices/notify.ts';
import type { ConfigParts, OperatorParts } from '../parts.ts';
import { deskKey } from './desk-key.ts';
import { openPasswordLink } from './password-link.ts';
import type { SignInGuard } from './sign-in-guard.ts';
import { newToken } from './token.ts';

const validMs = 3_600_000;

/** Requires a public address to link to: the client's `Host` header can't be trusted. */
export function canResetByMail({ config }: ConfigParts): boolean {
  return config.web.publicUrl !== undefined;
}

/** Does not reveal whether an account exists: the writes and the response are the same for any input. */
export async function askForNewPassword(
  parts: OperatorParts,
  guard: SignInGuard,
  asked: { readonly who: string; readonly address: string },
): Promise<void> {
  const now = parts.clock();
  const who = asked.who.slice(0, 256).trim().normalize('NFC').toLowerCase();
  if (!canResetByMail(parts) || guard.resets.waitMs(who, asked.address, now) > 0) return;
  guard.resets.failed(who, asked.address, now);
  const key = await deskKey(parts.config.dataDir);
  const seed = newToken();
  const token = tokenOf(key, seed);
  await write(parts.db, async (trx) => {
    await deleteExpiredUserTokens(trx, now);
    const user = await findUserByNameOrEmail(trx, who);
    if (!user?.email || user.subject !== null) return;
    const until = now + validMs;
    await openPasswordLink(trx, { userId: user.id, purpose: 'reset', token, now, until });
    const facts = { user: user.name, seed, until };
    await notify(trx, parts, 'password-forgotten', facts, { at: now, site: null, recipients: [user.email] });
    await appendAudit(trx, {
      at: now,
      actor: 'sign-in page',
      act: 'password-reset-asked',
      subject: `user ${user.name}`,
    });
  });
}

/** The notice as sent: its link is made now, so that nobody finds it in the database before or after. */
export async function withResetLink(parts: ConfigParts, notice: PasswordResetNotice): Promise<PasswordResetNotice> {
  const token = tokenOf(await deskKey(parts.config.dataDir), notice.seed);
  return { ...notice, link: dashboardUrl(parts, `/choose-password/${token}`) };
}

function tokenOf(key: Buffer, seed: string): string {
  return createHmac('sha256', key).update(`reset ${seed}`).digest('base64url');
}
