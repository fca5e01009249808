/** A person said that what stands there is right: the target rests, its part of the incident ends, its suspects close. */
import { atRest } from '../core/confirm.ts';
import { isOfBeforeAlarm, recoverTarget } from '../core/incident.ts';
import { fingerprintsOfCheck } from '../store/checks.ts';
import type { Trx } from '../store/database.ts';
import { openIncidentOf } from '../store/incidents.ts';
import type { CheckRow, TargetRow } from '../store/schema.ts';
import { endSuspects } from '../store/suspects.ts';
import { makeDue, saveDecision, stateOf } from '../store/targets.ts';
import { applyTransition } from './apply-transition.ts';
import type { DeskParts } from './parts.ts';

export async function settleTarget(
  trx: Trx,
  parts: DeskParts,
  target: TargetRow,
  look: CheckRow,
  by: { readonly actor: string; readonly note: string | null },
  now: number,
): Promise<void> {
  const open = await openIncidentOf(trx, target.siteId);
  const fingerprints = open === null ? [] : await fingerprintsOfCheck(trx, look.id);
  // The next look tells.
  if (open && isOfBeforeAlarm(open, target.id, { checkId: look.id, fingerprints })) return makeDue(trx, target, now);
  const rested = atRest({ ...stateOf(target), standing: [], cleanStreak: 0, unconfirmedAt: [] }, true, now);
  await saveDecision(trx, target.id, rested, now);
  await endSuspects(trx, target.id, 'closed', now);
  const transition = open && recoverTarget(open, target.id, now);
  if (transition) await applyTransition(trx, parts, transition, by, null, now);
}
