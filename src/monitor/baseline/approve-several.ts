/** Approves learned pages together. Pages that were ever doubted are skipped, however they were selected. */
import { VonggacError } from '../../core/errors.ts';
import { bulkObstacle } from '../../core/learned/bulk-approval.ts';
import { type Actor, ForbiddenError } from '../../core/people/actor.ts';
import { readWaitingPages } from '../../store/reads/approvals.ts';
import { getTarget } from '../../store/targets/targets.ts';
import type { JudgingParts, OperatorParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';
import { approveBaseline } from './approve-baseline.ts';

export interface SeveralApproved {
  readonly approved: number;
  /** Pages left for individual review. */
  readonly left: number;
}

/**
 * Approves each page in its own transaction, by its newest browser look with a picture, which is the one the person was
 * shown.
 */
export async function approveSeveral(
  parts: OperatorParts & JudgingParts,
  actor: Actor,
  targetIds: readonly string[],
  reason: string,
): Promise<SeveralApproved> {
  // Nothing is approved if the actor may not approve all of them.
  for (const id of targetIds) await assertMayAtTarget(parts, actor, id);
  const pages = await readWaitingPages(parts.db, actor.scope, { targetIds });
  let approved = 0;
  for (const page of pages) {
    if (page.checkId === null || bulkObstacle(page) !== null) continue;
    try {
      await approveBaseline(parts, { checkId: page.checkId, actor, reason });
      approved += 1;
    } catch (error) {
      // Somebody else decided first, or the page has changed since: it stays in the queue.
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
