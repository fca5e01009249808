/** A person approved the current page: the target rests, its part of the incident ends, its suspects close. */

import { isOfBeforeAlarm, recoverTarget } from '../../core/incidents/incident.ts';
import { atRest } from '../../core/judge/confirm.ts';
import type { Trx } from '../../store/handle.ts';
import { openIncidentOf } from '../../store/incidents/incidents.ts';
import type { CheckRow, TargetRow } from '../../store/schema/schema.ts';
import { fingerprintsOfCheck } from '../../store/targets/checks.ts';
import { makeDue, saveDecision, stateOf } from '../../store/targets/targets.ts';
import { applyTransition } from '../incidents/apply-transition.ts';
import { closeSuspects } from '../incidents/close-suspects.ts';
import type { Decision } from '../incidents/judge-incident.ts';
import type { OperatorParts } from '../parts.ts';

export async function settleTarget(
  trx: Trx,
  parts: OperatorParts,
  target: TargetRow,
  look: CheckRow,
  by: Decision,
  now: number,
): Promise<void> {
  const open = await openIncidentOf(trx, target.siteId);
  const fingerprints = open === null ? [] : await fingerprintsOfCheck(trx, look.id);
  // An approved look from before the alarm, without all of its changes, does not end it: the next look decides.
  if (open && isOfBeforeAlarm(open, target.id, { checkId: look.id, fingerprints })) return makeDue(trx, target, now);
  const rested = atRest({ ...stateOf(target), queued: [], cleanStreak: 0, unconfirmedAt: [] }, true, now);
  await saveDecision(trx, target.id, rested, now);
  await closeSuspects(trx, parts, target, now);
  const transition = open && recoverTarget(open, target.id, now);
  if (transition) await applyTransition(trx, parts, transition, by, null, now);
}
