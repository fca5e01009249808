/** A person reopens an incident, which undoes everything that its closing caused. */

import type { Incident } from '../../core/domain/incident.ts';
import { VonggacError } from '../../core/errors.ts';
import { reopenIncident as reopened } from '../../core/incidents/incident.ts';
import { fingerprintsOf, firing } from '../../core/judge/confirm.ts';
import type { Trx } from '../../store/handle.ts';
import { forgetMutes } from '../../store/incidents/ignored-changes.ts';
import { getIncident, insertIncidentEvent, openIncidentOf, saveIncident } from '../../store/incidents/incidents.ts';
import { endSuspects } from '../../store/incidents/suspects.ts';
import { dropUnsent, lastNoticeAbout } from '../../store/outbox/outbox.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { getSite } from '../../store/registry/registry.ts';
import { forgetCleanAnswers } from '../../store/targets/appointments.ts';
import { getCheck } from '../../store/targets/checks.ts';
import { getTarget, makeDue, saveDecision, stateOf } from '../../store/targets/targets.ts';
import { write } from '../../store/write.ts';
import { relayIncident } from '../channels/relay.ts';
import { renewWaiting } from '../notices/notify-campaign.ts';
import { notifyIncident } from '../notices/notify-incident.ts';
import type { OperatorParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';
import type { Decision } from './judge-incident.ts';

/**
 * Its pages fire again and are looked at immediately; changes muted by its dismissal count again. Recipients are
 * notified unless the latest message they were sent still describes the incident as open.
 */
export async function reopenIncident(parts: OperatorParts, number: number, by: Decision): Promise<void> {
  const now = parts.clock();
  await write(parts.db, async (trx) => reopenWithin(trx, parts, await endedIncident(trx, number, by), by, now));
}

/** Runs inside the caller's transaction, which has checked that the person may. */
export async function reopenWithin(
  trx: Trx,
  parts: OperatorParts,
  ended: Incident,
  { actor, note }: Decision,
  now: number,
): Promise<void> {
  const { incident } = reopened(ended, now);
  const by = { at: now, actor: actor.name };
  await saveIncident(trx, incident);
  await insertIncidentEvent(trx, { ...by, incidentNumber: ended.number, type: 'reopened', note });
  await appendAudit(trx, { ...by, act: 'incident-reopened', subject: `incident ${ended.number}`, detail: { note } });
  if (ended.status === 'dismissed') await forgetDismissal(trx, ended);
  await fireAgain(trx, incident, now);
  await notifyReopened(trx, parts, incident, actor.name, now);
  if (incident.campaignNumber !== null) await renewWaiting(trx, parts, incident.campaignNumber, now);
}

async function endedIncident(trx: Trx, number: number, by: Decision): Promise<Incident> {
  const incident = await getIncident(trx, number);
  if (!incident) throw new VonggacError('not-found', `There is no incident ${number}: see 'vonggac incident list'.`);
  await assertMayAtSite(trx, by.actor, 'judge', incident.siteId);
  if (incident.endedAt === null)
    throw new VonggacError('refused', `Incident ${number} has not ended.`, { vi: `Sự cố #${number} chưa kết thúc.` });
  const live = await openIncidentOf(trx, incident.siteId);
  if (live)
    throw new VonggacError('refused', `Incident ${live.number} of the same portal is open: handle that one.`, {
      vi: `Cổng này đang có sự cố #${live.number} chưa kết thúc: hãy xử lý sự cố đó.`,
    });
  const site = await getSite(trx, incident.siteId);
  if (site === null || site.status === 'removed')
    throw new VonggacError('refused', `The portal of incident ${number} is no longer monitored.`, {
      vi: 'Cổng này đã được gỡ khỏi danh sách theo dõi.',
    });
  return incident;
}

async function forgetDismissal(trx: Trx, { siteId, fingerprints, endedAt }: Incident): Promise<void> {
  await forgetMutes(trx, siteId, fingerprints, endedAt ?? 0);
  await forgetCleanAnswers(trx, [siteId]);
}

async function fireAgain(trx: Trx, { targets }: Incident, now: number): Promise<void> {
  for (const defaced of targets.filter(({ recoveredAt }) => recoveredAt === null)) {
    const target = await getTarget(trx, defaced.targetId);
    if (!target) continue;
    const check = defaced.checkId === null ? null : await getCheck(trx, defaced.checkId);
    const seenBy = check?.tier ?? 'browser';
    const state = firing(stateOf(target), { fingerprints: fingerprintsOf(defaced), seenBy }, now);
    await saveDecision(trx, target.id, state, now);
    await endSuspects(trx, target.id, 'promoted', now);
    await makeDue(trx, target, now);
  }
}

async function notifyReopened(
  trx: Trx,
  parts: OperatorParts,
  incident: Incident,
  by: string,
  now: number,
): Promise<void> {
  await dropUnsent(trx, incident.number, 'incident-resolved');
  const last = await lastNoticeAbout(trx, incident.number);
  // Machines were sent the end, whatever people were.
  if (last !== null && last !== 'incident-resolved') return relayIncident(trx, parts, incident, 'reopened', now, by);
  // Whoever was never told of it is told of an incident, not of an earlier conclusion.
  const event = last === null ? 'opened' : 'reopened';
  await notifyIncident(trx, parts, incident, event, now, { isDecided: true, by, relayed: 'reopened' });
}
