/** People's decisions about incidents and suspects: acknowledge, resolve, dismiss. */

import type { Incident } from '../../core/domain/incident.ts';
import { VonggacError } from '../../core/errors.ts';
import { acknowledge, endIncident } from '../../core/incidents/incident.ts';
import { atRest } from '../../core/judge/confirm.ts';
import { restsInOk } from '../../core/judge/role-rules.ts';
import type { Actor } from '../../core/people/actor.ts';
import { incidentStatusWords } from '../../core/terms.ts';
import type { Trx } from '../../store/handle.ts';
import { muteChange } from '../../store/incidents/ignored-changes.ts';
import { getIncident, insertIncidentEvent, saveIncident } from '../../store/incidents/incidents.ts';
import { dismissSuspectRow, getSuspect, type SuspectRow } from '../../store/incidents/suspects.ts';
import { dropUnsent } from '../../store/outbox/outbox.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { getTarget, saveDecision, stateOf } from '../../store/targets/targets.ts';
import { write } from '../../store/write.ts';
import { relayIncident, relaySuspect, suspectSeen } from '../channels/relay.ts';
import { renewWaiting } from '../notices/notify-campaign.ts';
import { notifyIncident } from '../notices/notify-incident.ts';
import type { OperatorParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';
import { own, type Person } from './own-incident.ts';

export interface Decision {
  readonly actor: Actor;
  readonly note: string | null;
}

/** How long a dismissed change stays muted unless a person decides otherwise. */
export const muteMs = 7 * 86_400_000;

export async function acknowledgeIncident(parts: OperatorParts, number: number, by: Decision): Promise<void> {
  const now = parts.clock();
  await write(parts.db, (trx) => acknowledgeIncidents(trx, parts, [number], by, { name: by.actor.name }, now));
}

/** Runs inside the caller's transaction. */
export async function acknowledgeIncidents(
  trx: Trx,
  parts: OperatorParts,
  numbers: readonly number[],
  by: Decision,
  person: Person,
  now: number,
): Promise<void> {
  const campaigns = new Set<number>();
  for (const number of numbers) {
    const before = await decide(trx, number, by, 'acknowledged', now, async (incident) => {
      assertUnowned(incident);
      return acknowledge(incident, by.actor.name, now);
    });
    await own(trx, before, person);
    const { name } = by.actor;
    await relayIncident(trx, parts, acknowledge(before, name, now), 'acknowledged', now, name);
    const { campaignNumber } = before;
    if (campaignNumber !== null) campaigns.add(campaignNumber);
  }
  for (const campaign of campaigns) await renewWaiting(trx, parts, campaign, now);
}

/** The first of two concurrent acknowledgements wins: the second would silently take the incident away. */
function assertUnowned({ number, acknowledgement }: Incident): void {
  if (acknowledgement === null) return;
  throw new VonggacError('refused', `Incident ${number} was already acknowledged by ${acknowledgement.by}.`, {
    vi: `Sự cố #${number} đã có người tiếp nhận (${acknowledgement.by}).`,
  });
}

/** Ends the incident by hand; if the page is still bad, the next looks open a new one that references this one. */
export async function resolveIncident(parts: OperatorParts, number: number, by: Decision): Promise<void> {
  await end(parts, number, by, 'resolved', async (trx, incident, now) => {
    const ended = endIncident(incident, 'resolved', now);
    await restTargets(trx, incident, now);
    await notifyIncident(trx, parts, ended, 'resolved', now, { isByHand: true, by: by.actor.name });
    return ended;
  });
}

/**
 * A false alarm: mutes its changes and stops its mail.
 * @param seenChanges how many of its changes the person was shown and judged; all when omitted
 */
export async function dismissIncident(
  parts: OperatorParts,
  number: number,
  by: Decision,
  seenChanges = Number.POSITIVE_INFINITY,
): Promise<void> {
  await end(parts, number, by, 'dismissed', async (trx, incident, now) => {
    if (incident.fingerprints.length > seenChanges) {
      throw new VonggacError('refused', `Incident ${number} has changed in the meantime: review it again.`, {
        vi: `Sự cố #${number} vừa có thêm thay đổi mới, chưa có trên trang đang mở: hãy xem lại rồi quyết định.`,
      });
    }
    for (const fingerprint of incident.fingerprints) await mute(trx, incident.siteId, fingerprint, by, now);
    await restTargets(trx, incident, now);
    await dropUnsent(trx, number, 'incident-opened', 'incident-updated', 'incident-escalated', 'incident-reopened');
    const ended = endIncident(incident, 'dismissed', now);
    await relayIncident(trx, parts, ended, 'dismissed', now, by.actor.name);
    return ended;
  });
}

export async function dismissSuspect(parts: OperatorParts, id: number, by: Decision): Promise<void> {
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    const suspect = await openSuspect(trx, id, by.actor);
    await dismissSuspectRow(trx, id, now);
    await mute(trx, suspect.siteId, suspect.fingerprint, by, now);
    const target = await getTarget(trx, suspect.targetId);
    const seen = suspectSeen(suspect, target?.url ?? '');
    await relaySuspect(trx, parts, 'suspect-dismissed', seen, now, by.actor.name);
    if (target) {
      const state = stateOf(target);
      const queued = state.queued.filter((fingerprint) => fingerprint !== suspect.fingerprint);
      const next = { ...state, queued };
      const isTroubled = state.status === 'pending' || state.status === 'firing';
      await saveDecision(trx, target.id, isTroubled ? next : atRest(next, restsInOk(target), now), now);
    }
    const detail = { fingerprint: suspect.fingerprint, note: by.note };
    await appendAudit(trx, {
      at: now,
      actor: by.actor.name,
      act: 'suspect-dismissed',
      subject: `suspect ${id}`,
      detail,
    });
  });
}

/** The suspect that the actor is about to judge. */
export async function openSuspect(trx: Trx, id: number, actor: Actor): Promise<SuspectRow> {
  const suspect = await getSuspect(trx, id);
  if (!suspect) throw new VonggacError('not-found', `There is no suspect ${id}: see 'vonggac suspect list'.`);
  await assertMayAtSite(trx, actor, 'judge', suspect.siteId);
  if (suspect.status === 'open') return suspect;
  throw new VonggacError('refused', `Suspect ${id} is already ${suspect.status}.`, { vi: noLongerOpenVi(suspect) });
}

/** When a suspect has become an alarm meanwhile, the message must not suggest that it was dealt with. */
function noLongerOpenVi({ status }: SuspectRow): string {
  if (status === 'promoted') return 'Nghi vấn này đã được xác nhận là sự cố: hãy xử lý ở trang sự cố.';
  return status === 'closed'
    ? 'Nghi vấn này đã đóng: thay đổi không còn nữa hoặc đã được phê duyệt.'
    : 'Nghi vấn này đã được kết luận không phải tấn công.';
}

async function end(
  parts: OperatorParts,
  number: number,
  by: Decision,
  type: 'resolved' | 'dismissed',
  change: (trx: Trx, incident: Incident, now: number) => Promise<Incident>,
): Promise<void> {
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    const { campaignNumber } = await decide(trx, number, by, type, now, (incident) => change(trx, incident, now));
    if (campaignNumber !== null) await renewWaiting(trx, parts, campaignNumber, now);
  });
}

/** @returns the incident before the decision */
async function decide(
  trx: Trx,
  number: number,
  by: Decision,
  type: 'acknowledged' | 'resolved' | 'dismissed',
  now: number,
  change: (incident: Incident) => Promise<Incident>,
): Promise<Incident> {
  const incident = await getIncident(trx, number);
  if (!incident) throw new VonggacError('not-found', `There is no incident ${number}: see 'vonggac incident list'.`);
  await assertMayAtSite(trx, by.actor, 'judge', incident.siteId);
  if (incident.status !== 'open' && incident.status !== 'acknowledged') {
    throw new VonggacError('refused', `Incident ${number} is already ${incident.status}.`, {
      vi: `Sự cố #${number} không còn mở (${incidentStatusWords[incident.status].vi.toLowerCase()}).`,
    });
  }
  await dropUnsent(trx, number, 'incident-reminder');
  await saveIncident(trx, await change(incident));
  // The incident is acknowledged or over, so pending escalations are dropped.
  await dropUnsent(trx, number, 'incident-unowned');
  await insertIncidentEvent(trx, { incidentNumber: number, at: now, actor: by.actor.name, type, note: by.note });
  await appendAudit(trx, {
    at: now,
    actor: by.actor.name,
    act: `incident-${type}`,
    subject: `incident ${number}`,
    detail: { note: by.note },
  });
  return incident;
}

async function mute(trx: Trx, siteId: number, fingerprint: string, by: Decision, now: number): Promise<void> {
  await muteChange(trx, {
    fingerprint,
    siteId,
    createdAt: now,
    createdBy: by.actor.name,
    expiresAt: now + muteMs,
    note: by.note,
  });
}

/** Skips pages that recovered earlier: anything pending there since is not part of this incident. */
async function restTargets(trx: Trx, incident: Incident, now: number): Promise<void> {
  for (const { targetId } of incident.targets.filter(({ recoveredAt }) => recoveredAt === null)) {
    const target = await getTarget(trx, targetId);
    if (!target) continue;
    const state = { ...stateOf(target), queued: [], cleanStreak: 0, unconfirmedAt: [] };
    await saveDecision(trx, targetId, atRest(state, restsInOk(target), now), now);
  }
}
