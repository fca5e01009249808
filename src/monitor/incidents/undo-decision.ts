/** Undoing a decision: a counter-act with its own entry in both logs, not an erasure. */
import type { Incident } from '../../core/domain/incident.ts';
import { VonggacError } from '../../core/errors.ts';
import type { Actor } from '../../core/people/actor.ts';
import type { Trx } from '../../store/handle.ts';
import { forgetMutes } from '../../store/incidents/ignored-changes.ts';
import {
  assigneeIdOf,
  assignIncident,
  getIncident,
  insertIncidentEvent,
  saveIncident,
} from '../../store/incidents/incidents.ts';
import { getSuspect, openSuspectOf, restoreSuspectRow } from '../../store/incidents/suspects.ts';
import { findUser } from '../../store/people/users.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { forgetCleanAnswers } from '../../store/targets/appointments.ts';
import { getTarget, makeDue } from '../../store/targets/targets.ts';
import { write } from '../../store/write.ts';
import { relayIncident } from '../channels/relay.ts';
import type { OperatorParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';
import { reopenIncident } from './reopen-incident.ts';

/** A closed incident is reopened. An acknowledgement can be withdrawn only by whoever gave it. */
export async function undoDecision(parts: OperatorParts, number: number, actor: Actor): Promise<void> {
  const isAcknowledged = await write(parts.db, async (trx) => {
    const incident = await existing(trx, number, actor);
    if (incident.status !== 'acknowledged') return false;
    await withdraw(trx, parts, incident, actor, parts.clock());
    return true;
  });
  if (!isAcknowledged) await reopenIncident(parts, number, { actor, note: null });
}

async function existing(trx: Trx, number: number, actor: Actor): Promise<Incident> {
  const incident = await getIncident(trx, number);
  if (!incident) throw new VonggacError('not-found', `There is no incident ${number}: see 'vonggac incident list'.`);
  await assertMayAtSite(trx, actor, 'judge', incident.siteId);
  return incident;
}

async function withdraw(trx: Trx, parts: OperatorParts, incident: Incident, actor: Actor, now: number): Promise<void> {
  const { number, acknowledgement } = incident;
  if (acknowledgement?.by !== actor.name)
    throw new VonggacError('refused', `Incident ${number} was acknowledged by somebody else.`, {
      vi: `Sự cố #${number} do người khác tiếp nhận.`,
    });
  const withdrawn: Incident = { ...incident, status: 'open', acknowledgement: null, changedAt: now };
  await saveIncident(trx, withdrawn);
  await relayIncident(trx, parts, withdrawn, 'withdrawn', now, actor.name);
  const user = await findUser(trx, actor.name);
  if (user && (await assigneeIdOf(trx, number)) === user.id) await assignIncident(trx, number, null);
  const by = { at: now, actor: actor.name };
  await insertIncidentEvent(trx, { ...by, incidentNumber: number, type: 'withdrawn', note: null });
  await appendAudit(trx, { ...by, act: 'acknowledgement-withdrawn', subject: `incident ${number}` });
}

/** Returns a dismissed suspect to the queue; changes muted with it count again. */
export async function restoreSuspect(parts: OperatorParts, id: number, actor: Actor): Promise<void> {
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    const suspect = await getSuspect(trx, id);
    if (!suspect) throw new VonggacError('not-found', `There is no suspect ${id}: see 'vonggac suspect list'.`);
    await assertMayAtSite(trx, actor, 'judge', suspect.siteId);
    const isElsewhere = await openSuspectOf(trx, suspect.siteId, suspect.fingerprint);
    if (suspect.status !== 'dismissed' || isElsewhere)
      throw new VonggacError('refused', `Suspect ${id} is ${suspect.status}: there is nothing to undo.`, {
        vi: 'Nghi vấn này không còn được kết luận là không phải tấn công nên không hoàn tác được.',
      });
    await restoreSuspectRow(trx, id);
    await forgetMutes(trx, suspect.siteId, [suspect.fingerprint], suspect.endedAt ?? 0);
    await forgetCleanAnswers(trx, [suspect.siteId]);
    const target = await getTarget(trx, suspect.targetId);
    if (target) await makeDue(trx, target, now);
    await appendAudit(trx, { at: now, actor: actor.name, act: 'suspect-restored', subject: `suspect ${id}` });
  });
}
