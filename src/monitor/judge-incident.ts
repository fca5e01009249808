/** What people decide about incidents and suspects: acknowledge, resolve, dismiss. */
import { atRest } from '../core/confirm.ts';
import { VonggacError } from '../core/errors.ts';
import { acknowledge, endIncident } from '../core/incident.ts';
import type { Incident } from '../core/model.ts';
import { incidentStatusWords } from '../core/words.ts';
import { appendAudit } from '../store/audit.ts';
import type { Trx } from '../store/database.ts';
import { muteChange } from '../store/ignored-changes.ts';
import { getIncident, insertIncidentEvent, saveIncident } from '../store/incidents.ts';
import { dropUnsent } from '../store/outbox.ts';
import { dismissSuspectRow, getSuspect, type SuspectRow } from '../store/suspects.ts';
import { getTarget, restsInOk, saveDecision, stateOf } from '../store/targets.ts';
import type { DeskParts } from './parts.ts';
import { tellIncident } from './tell.ts';
import { renewWaiting } from './tell-campaign.ts';

export interface Decision {
  readonly actor: string;
  readonly note: string | null;
}

/** A dismissed change stays mute this long unless a person says otherwise. */
export const muteMs = 7 * 86_400_000;

export async function acknowledgeIncident(parts: DeskParts, number: number, by: Decision): Promise<void> {
  const now = parts.clock();
  await parts.db.transaction().execute((trx) => acknowledgeIncidents(trx, parts, [number], by, now));
}

/** Inside the caller's transaction. */
export async function acknowledgeIncidents(
  trx: Trx,
  parts: DeskParts,
  numbers: readonly number[],
  by: Decision,
  now: number,
): Promise<void> {
  const campaigns = new Set<number>();
  for (const number of numbers) {
    const { campaignNumber } = await decide(trx, number, by, 'acknowledged', now, async (incident) => {
      assertUnowned(incident);
      return acknowledge(incident, by.actor, now);
    });
    if (campaignNumber !== null) campaigns.add(campaignNumber);
  }
  for (const campaign of campaigns) await renewWaiting(trx, parts, campaign, now);
}

/** Of two at once the first one has it: the second would take it away unseen. */
function assertUnowned({ number, acknowledgement }: Incident): void {
  if (acknowledgement === null) return;
  throw new VonggacError('refused', `Incident ${number} was acknowledged by ${acknowledgement.by} already.`, {
    vi: `Sự cố #${number} đã có người tiếp nhận (${acknowledgement.by}).`,
  });
}

/** Ends the incident by hand; if the page is still bad, the next looks open a new one that names this one. */
export async function resolveIncident(parts: DeskParts, number: number, by: Decision): Promise<void> {
  await end(parts, number, by, 'resolved', async (trx, incident, now) => {
    const ended = endIncident(incident, 'resolved', now);
    await restTargets(trx, incident, now);
    await dropUnsent(trx, number, 'incident-updated');
    await tellIncident(trx, parts, ended, 'incident-resolved', now, { isByHand: true });
    return ended;
  });
}

/**
 * A false alarm: its changes are muted, nothing more is mailed.
 * @param seenChanges how many of its changes the person was shown, who judged those alone; all when left out
 */
export async function dismissIncident(
  parts: DeskParts,
  number: number,
  by: Decision,
  seenChanges = Number.POSITIVE_INFINITY,
): Promise<void> {
  await end(parts, number, by, 'dismissed', async (trx, incident, now) => {
    if (incident.fingerprints.length > seenChanges) {
      throw new VonggacError('refused', `Incident ${number} shows further changes by now: look at it again.`, {
        vi: `Sự cố #${number} vừa có thêm thay đổi mới, chưa có trên trang đang mở: hãy xem lại rồi quyết định.`,
      });
    }
    for (const fingerprint of incident.fingerprints) await mute(trx, incident.siteId, fingerprint, by, now);
    await restTargets(trx, incident, now);
    await dropUnsent(trx, number, 'incident-opened', 'incident-updated', 'incident-escalated');
    return endIncident(incident, 'dismissed', now);
  });
}

export async function dismissSuspect(parts: DeskParts, id: number, by: Decision): Promise<void> {
  const now = parts.clock();
  await parts.db.transaction().execute(async (trx) => {
    const suspect = await getSuspect(trx, id);
    if (!suspect) throw new VonggacError('not-found', `There is no suspect ${id}.`);
    if (suspect.status !== 'open') {
      throw new VonggacError('refused', `Suspect ${id} is ${suspect.status} already.`, { vi: noLongerOpenVi(suspect) });
    }
    await dismissSuspectRow(trx, id, now);
    await mute(trx, suspect.siteId, suspect.fingerprint, by, now);
    const target = await getTarget(trx, suspect.targetId);
    if (target) {
      const state = stateOf(target);
      const standing = state.standing.filter((print) => print !== suspect.fingerprint);
      const next = { ...state, standing };
      const isTroubled = state.status === 'pending' || state.status === 'firing';
      await saveDecision(trx, target.id, isTroubled ? next : atRest(next, restsInOk(target), now), now);
    }
    const detail = { fingerprint: suspect.fingerprint, note: by.note };
    await appendAudit(trx, { at: now, actor: by.actor, act: 'suspect-dismissed', subject: `suspect ${id}`, detail });
  });
}

/** What has become an alarm meanwhile must not sound as if it were dealt with. */
function noLongerOpenVi({ status }: SuspectRow): string {
  if (status === 'promoted') return 'Nghi vấn này đã được xác nhận là sự cố: hãy xử lý ở trang sự cố.';
  return status === 'closed'
    ? 'Nghi vấn này đã đóng: thay đổi không còn nữa hoặc đã được phê duyệt.'
    : 'Nghi vấn này đã có người bác bỏ.';
}

async function end(
  parts: DeskParts,
  number: number,
  by: Decision,
  type: 'resolved' | 'dismissed',
  change: (trx: Trx, incident: Incident, now: number) => Promise<Incident>,
): Promise<void> {
  const now = parts.clock();
  await parts.db.transaction().execute(async (trx) => {
    const { campaignNumber } = await decide(trx, number, by, type, now, (incident) => change(trx, incident, now));
    if (campaignNumber !== null) await renewWaiting(trx, parts, campaignNumber, now);
  });
}

/** @returns the incident as it was */
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
  if (incident.status !== 'open' && incident.status !== 'acknowledged') {
    throw new VonggacError('refused', `Incident ${number} is ${incident.status} already.`, {
      vi: `Sự cố #${number} không còn mở (${incidentStatusWords[incident.status].vi.toLowerCase()}).`,
    });
  }
  await dropUnsent(trx, number, 'incident-reminder');
  await saveIncident(trx, await change(incident));
  // Somebody owns it, or it is over: who was to be told next need not be.
  await dropUnsent(trx, number, 'incident-unowned');
  await insertIncidentEvent(trx, { incidentNumber: number, at: now, actor: by.actor, type, note: by.note });
  await appendAudit(trx, {
    at: now,
    actor: by.actor,
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
    createdBy: by.actor,
    expiresAt: now + muteMs,
    note: by.note,
  });
}

/** A page that recovered before is left as it is: what waits of it since then is no part of this incident. */
async function restTargets(trx: Trx, incident: Incident, now: number): Promise<void> {
  for (const { targetId } of incident.targets.filter(({ recoveredAt }) => recoveredAt === null)) {
    const target = await getTarget(trx, targetId);
    if (!target) continue;
    const state = { ...stateOf(target), standing: [], cleanStreak: 0, unconfirmedAt: [] };
    await saveDecision(trx, targetId, atRest(state, restsInOk(target), now), now);
  }
}
