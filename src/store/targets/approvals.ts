/** Approvals of baselines, and what was current before them. */
import type { Database, Trx } from '../handle.ts';
import { setCurrentBaseline } from './baselines.ts';

export interface StoredApproval {
  readonly targetId: string;
  readonly profile: string;
  readonly version: number;
  readonly learnedAt: number;
  readonly approvedAt: number;
}

/** The latest approval that is still in force; null when nothing of the page is approved. */
export async function approvalOf(db: Database | Trx, targetId: string): Promise<StoredApproval | null> {
  const row = await db
    .selectFrom('baselines')
    .select(['targetId', 'profile', 'version', 'learnedAt', 'approvedAt'])
    .where('targetId', '=', targetId)
    .where('status', '=', 'approved')
    .orderBy('approvedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined || row.approvedAt === null ? null : { ...row, approvedAt: row.approvedAt };
}

/**
 * A baseline that the approval itself made gives way to the version before; one that had been learned is provisional
 * again.
 * @returns the version that is current now; 0 for none
 */
export async function withdrawApproval(trx: Trx, approval: StoredApproval): Promise<number> {
  const { targetId, profile, version } = approval;
  const ofPage = (to: number) =>
    trx
      .updateTable('baselines')
      .where('targetId', '=', targetId)
      .where('profile', '=', profile)
      .where('version', '=', to);
  if (approval.learnedAt !== approval.approvedAt) {
    const none = { approvedAt: null, approvedBy: null, reason: null };
    await ofPage(version)
      .set({ status: 'provisional', ...none })
      .execute();
    return version;
  }
  const earlier = await trx
    .selectFrom('baselines')
    .select(['version', 'approvedAt'])
    .where('targetId', '=', targetId)
    .where('profile', '=', profile)
    .where('version', '<', version)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  await ofPage(version).set({ status: 'replaced' }).execute();
  if (earlier)
    await ofPage(earlier.version)
      .set({ status: earlier.approvedAt === null ? 'provisional' : 'approved' })
      .execute();
  const current = earlier?.version ?? 0;
  if (profile === 'browser') await setCurrentBaseline(trx, targetId, current);
  return current;
}
