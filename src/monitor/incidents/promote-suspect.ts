/**
 * A person promotes a suspect: it becomes an incident or joins the site's open one. Only now is the agency notified.
 */

import type { AttackKind } from '../../core/domain/finding.ts';
import { VonggacError } from '../../core/errors.ts';
import { promoteSuspect as joinIncident } from '../../core/incidents/incident.ts';
import { fingerprintsOf, firing } from '../../core/judge/confirm.ts';
import type { Trx } from '../../store/handle.ts';
import { lastResolved, openIncidentOf } from '../../store/incidents/incidents.ts';
import { endSuspects, type SuspectRow } from '../../store/incidents/suspects.ts';
import { appendAudit } from '../../store/records/audit.ts';
import type { CheckRow, TargetRow } from '../../store/schema/schema.ts';
import { findingsOfCheck, getCheck } from '../../store/targets/checks.ts';
import { getTarget, saveDecision, stateOf } from '../../store/targets/targets.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { applyTransition } from './apply-transition.ts';
import { type Decision, openSuspect } from './judge-incident.ts';

/**
 * The page fires until enough of its looks are clean, as after a confirmed alarm.
 * @param seenCheckId the look that the person judged; refused when a later one shows more
 * @returns the incident's number
 */
export async function promoteSuspect(
  parts: OperatorParts,
  id: number,
  by: Decision,
  seenCheckId: number,
): Promise<number> {
  return write(parts.db, (trx) => promoteWithin(trx, parts, id, by, seenCheckId));
}

/** Runs inside the caller's transaction. */
export async function promoteWithin(
  trx: Trx,
  parts: OperatorParts,
  id: number,
  by: Decision,
  seenCheckId: number,
): Promise<number> {
  const now = parts.clock();
  const suspect = await openSuspect(trx, id, by.actor);
  if (suspect.checkId !== seenCheckId) throw olderLook(suspect, seenCheckId);
  const { check, target } = await pageOf(trx, suspect);
  const seen = {
    kind: suspect.kind as AttackKind,
    score: check.score,
    findings: await findingsOfCheck(trx, check.id),
  };
  const state = firing(stateOf(target), { fingerprints: fingerprintsOf(seen), seenBy: check.tier }, now);
  await saveDecision(trx, target.id, { ...state, unconfirmedAt: [] }, now);
  await endSuspects(trx, target.id, 'promoted', now);
  const previousNumber = (await lastResolved(trx, target.siteId))?.number ?? null;
  const place = { siteId: target.siteId, targetId: target.id, url: target.url, checkId: check.id, previousNumber };
  const transition = joinIncident(await openIncidentOf(trx, target.siteId), seen, place, now);
  const incident = await applyTransition(trx, parts, transition, by, null, now);
  await appendAudit(trx, {
    at: now,
    actor: by.actor.name,
    act: 'suspect-promoted',
    subject: `suspect ${id}`,
    detail: { incident, check: check.id, note: by.note },
  });
  return incident;
}

async function pageOf(
  trx: Trx,
  { id, checkId, targetId }: SuspectRow,
): Promise<{ check: CheckRow; target: TargetRow }> {
  const check = await getCheck(trx, checkId);
  const target = await getTarget(trx, targetId);
  if (check && target) return { check, target };
  throw new VonggacError('refused', `The page or the check of suspect ${id} is no longer kept.`, {
    vi: 'Trang hoặc lượt kiểm tra của nghi vấn này không còn được lưu.',
  });
}

function olderLook({ id, checkId }: SuspectRow, seenCheckId: number): VonggacError {
  return new VonggacError(
    'refused',
    `Check ${seenCheckId} is not the newest of suspect ${id}: review check ${checkId}, then decide.`,
    { vi: 'Trang đã có lượt kiểm tra mới hơn lượt đang xem: hãy xem lượt mới nhất rồi quyết định.' },
  );
}
