/** Approves learned pages together: only those that nothing ever spoke against, however they were chosen. */
import { VonggacError } from '../../core/errors.ts';
import { bulkObstacle } from '../../core/learned/bulk-approval.ts';
import { type Actor, ForbiddenError } from '../../core/people/actor.ts';
import { readWaitingPages } from '../../store/reads/approvals.ts';
import { getTarget } from '../../store/targets/targets.ts';
import type { MonitorParts, OperatorParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';
import { approveBaseline } from './approve-baseline.ts';

export interface SeveralApproved {
  readonly approved: number;
  /** Left for a person to look at one by one. */
  readonly left: number;
}

/** Each page in its own transaction, by its newest browser look with a picture: the one that the person was shown. */
export async function approveSeveral(
  parts: OperatorParts & Pick<MonitorParts, 'pictures' | 'judging'>,
  actor: Actor,
  targetIds: readonly string[],
  reason: string,
): Promise<SeveralApproved> {
  // Nothing is approved where one of them is somebody else's.
  for (const id of targetIds) await assertMayAtTarget(parts, actor, id);
  const pages = await readWaitingPages(parts.db, actor.scope, { targetIds });
  let approved = 0;
  for (const page of pages) {
    if (page.checkId === null || bulkObstacle(page) !== null) continue;
    try {
      await approveBaseline(parts, { checkId: page.checkId, actor, reason });
      approved += 1;
    } catch (error) {
      // Somebody was faster, or the page moved on since: it stays in the queue.
      if (!isOvertaken(error)) throw error;
    }
  }
  return { approved, left: targetIds.length - approved };
}

async function assertMayAtTarget({ db }: Pick<OperatorParts, 'db'>, actor: Actor, id: string): Promise<void> {
  const target = await getTarget(db, id);
  if (!target) throw new VonggacError('not-found', `There is no target ${id}.`);
  await assertMayAtSite(db, actor, 'approve', target.siteId);
}

function isOvertaken(error: unknown): boolean {
  if (!(error instanceof VonggacError) || error instanceof ForbiddenError) return false;
  return error.code === 'refused' || error.code === 'baseline-moved';
}
