/** Undoes the latest approval of a page: a counter-act with its own audit entry, after which the next look decides. */
import { VonggacError } from '../../core/errors.ts';
import { newTargetState } from '../../core/judge/confirm.ts';
import { roleRules } from '../../core/judge/role-rules.ts';
import type { Actor } from '../../core/people/actor.ts';
import type { Trx } from '../../store/handle.ts';
import { incidentEndedAt, openIncidentOf } from '../../store/incidents/incidents.ts';
import { appendAudit } from '../../store/records/audit.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import { forgetCleanAnswers } from '../../store/targets/appointments.ts';
import { approvalOf, withdrawApproval } from '../../store/targets/approvals.ts';
import { getTarget, makeDue, saveDecision, setNextTier, stateOf } from '../../store/targets/targets.ts';
import { write } from '../../store/write.ts';
import { reopenWithin } from '../incidents/reopen-incident.ts';
import type { OperatorParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';

/**
 * What was the baseline before is so again, and an incident that the approval ended is open again.
 * @param approvedAt of the approval that the person means; refused when it is no longer the latest
 */
export async function undoApproval(
  parts: OperatorParts,
  actor: Actor,
  targetId: string,
  approvedAt: number,
): Promise<void> {
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    const target = await getTarget(trx, targetId);
    if (!target) throw new VonggacError('not-found', `There is no target ${targetId}: see 'vonggac site list'.`);
    await assertMayAtSite(trx, actor, 'approve', target.siteId);
    const approval = await approvalOf(trx, targetId);
    if (approval?.approvedAt !== approvedAt) throw overtaken(targetId);
    const current = await withdrawApproval(trx, approval);
    if (approval.profile === 'browser' && current === 0) await learnAgain(trx, target, now);
    await forgetCleanAnswers(trx, [target.siteId]);
    await makeDue(trx, target, now);
    await appendAudit(trx, {
      at: now,
      actor: actor.name,
      act: 'baseline-approval-undone',
      subject: `target ${targetId}`,
      detail: { version: approval.version },
    });
    const ended = await incidentEndedAt(trx, target.siteId, approvedAt);
    if (ended !== null && (await openIncidentOf(trx, target.siteId)) === null)
      await reopenWithin(trx, parts, ended, { actor, note: null }, now);
  });
}

/** There was no baseline before. */
async function learnAgain(trx: Trx, target: TargetRow, now: number): Promise<void> {
  await setNextTier(trx, target.id, roleRules[target.role].deepest);
  await saveDecision(trx, target.id, { ...newTargetState(now), lookCount: stateOf(target).lookCount }, now);
}

function overtaken(targetId: string): VonggacError {
  return new VonggacError('refused', `The baseline of ${targetId} has changed since that approval.`, {
    vi: 'Mẫu chuẩn đã thay đổi sau lần phê duyệt này nên không hoàn tác được: hãy xem lại trang.',
  });
}
