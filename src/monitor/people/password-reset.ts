/** A new password by mail, for somebody who forgot the old one. */
import { createHmac } from 'node:crypto';
import type { PasswordResetNotice } from '../../core/notice.ts';
import { appendAudit } from '../../store/audit.ts';
import { insertNotice } from '../../store/outbox.ts';
import { deleteExpiredUserTokens } from '../../store/user-tokens.ts';
import { findUserByNameOrEmail } from '../../store/users.ts';
import { dashboardUrl, messageId } from '../message-facts.ts';
import type { DeskParts } from '../parts.ts';
import { deskKey } from './desk-key.ts';
import { openPasswordLink } from './password-link.ts';
import type { SignInGuard } from './sign-in-guard.ts';
import { newToken } from './token.ts';

const validMs = 3_600_000;

/** Without a public address there is nothing that a link in a mail could point to: the visitor's `Host` proves nothing. */
export function canResetByMail({ config }: Pick<DeskParts, 'config'>): boolean {
  return config.web.publicUrl !== undefined;
}

/** Tells nobody whether there is such an account: whatever was typed, the same is written and answered. */
export async function askForNewPassword(
  parts: DeskParts,
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
  await parts.db.transaction().execute(async (trx) => {
    await deleteExpiredUserTokens(trx, now);
    const user = await findUserByNameOrEmail(trx, who);
    if (!user?.email || user.subject !== null) return;
    const until = now + validMs;
    await openPasswordLink(trx, { userId: user.id, purpose: 'reset', token, now, until });
    const notice: PasswordResetNotice = { type: 'password-reset', at: now, user: user.name, seed, until, link: null };
    await insertNotice(
      trx,
      { notice, siteId: null, incidentNumber: null, recipients: [user.email], notBefore: now },
      () => messageId(parts),
    );
    await appendAudit(trx, {
      at: now,
      actor: 'sign-in page',
      act: 'password-reset-asked',
      subject: `user ${user.name}`,
    });
  });
}

/** The notice as it leaves: its link is made now, so that nobody finds it in the database before or after. */
export async function withResetLink(
  parts: Pick<DeskParts, 'config'>,
  notice: PasswordResetNotice,
): Promise<PasswordResetNotice> {
  const token = tokenOf(await deskKey(parts.config.dataDir), notice.seed);
  return { ...notice, link: dashboardUrl(parts, `/choose-password/${token}`) };
}

function tokenOf(key: Buffer, seed: string): string {
  return createHmac('sha256', key).update(`reset ${seed}`).digest('base64url');
}
