/** Escalates while nobody acknowledges an incident. Each step is recorded in one transaction with its notice. */

import { type LadderStep, type StepName, stepsDue } from '../../core/duty/ladder.ts';
import { neverHeld } from '../../core/duty/maintenance.ts';
import type { UnownedFacts } from '../../core/notices/compose-incident.ts';
import type { Trx } from '../../store/handle.ts';
import { insertIncidentEvent } from '../../store/incidents/incidents.ts';
import {
  insertStep,
  isTakenForCampaign,
  stepsTaken,
  type UnownedIncident,
  unownedIncidents,
} from '../../store/incidents/ladder-steps.ts';
import { getSite, type RegisteredSite } from '../../store/registry/registry.ts';
import { write } from '../../store/write.ts';
import { escalationAudience } from '../notices/audience.ts';
import type { NoticeParts } from '../notices/enqueue.ts';
import { notify } from '../notices/notify.ts';
import type { RecordParts } from '../parts.ts';
import { dutyShiftOf } from './duty-shift.ts';

type EscalationParts = NoticeParts & RecordParts;

/** Takes every step that is due. */
export async function escalateUnowned(parts: EscalationParts): Promise<void> {
  const { db, clock } = parts;
  const ladder = parts.config.duty.ladder.map(({ after, to }) => ({ afterMs: after, to }));
  if (ladder.length === 0) return;
  const soonestMs = Math.min(...ladder.map(({ afterMs }) => afterMs));
  const now = clock();
  for (const incident of await unownedIncidents(db, now, neverHeld)) {
    if (now - incident.unownedSince < soonestMs) continue;
    await write(db, (trx) => escalate(trx, parts, ladder, incident.number, now));
  }
}

/** Reads the incident again: it may have been acknowledged since. */
async function escalate(
  trx: Trx,
  parts: EscalationParts,
  ladder: readonly LadderStep[],
  number: number,
  now: number,
): Promise<void> {
  const [incident] = await unownedIncidents(trx, now, neverHeld, { number });
  const site = incident && (await getSite(trx, incident.siteId));
  if (!incident || !site) return;
  for (const step of stepsDue(ladder, incident.unownedSince, await stepsTaken(trx, incident), now)) {
    await takeStep(trx, parts, { incident, site, step }, now);
  }
}

interface Taking {
  readonly incident: UnownedIncident;
  readonly site: RegisteredSite;
  readonly step: StepName;
}

async function takeStep(
  trx: Trx,
  parts: EscalationParts,
  { incident, site, step }: Taking,
  now: number,
): Promise<void> {
  const isNotified = await isNotifiedByCampaign(trx, parts, incident, step, now);
  await insertStep(trx, incident, step, now);
  const recipients = isNotified ? [] : await escalationAudience(trx, parts, incident.number, site, step.to, now);
  if (recipients.length === 0) return;
  const facts = factsOf(parts, { incident, site, step }, now);
  await notify(trx, parts, 'escalation-due', facts, { at: now, site, recipients });
  const note = recipients.join(', ');
  await insertIncidentEvent(trx, { incidentNumber: incident.number, at: now, actor: 'system', type: 'unowned', note });
}

/**
 * In a campaign, one portal suffices to notify the second officer and the national contacts; each agency's head is
 * notified separately.
 */
async function isNotifiedByCampaign(
  trx: Trx,
  { config }: EscalationParts,
  { campaignNumber }: UnownedIncident,
  step: StepName,
  now: number,
): Promise<boolean> {
  if (campaignNumber === null || step.to === 'agency-head') return false;
  return isTakenForCampaign(trx, campaignNumber, step, now - config.campaigns.window);
}

function factsOf({ config }: EscalationParts, { incident, site, step }: Taking, now: number): UnownedFacts {
  const officer = dutyShiftOf(config, now)?.officer;
  return {
    site,
    incidentNumber: incident.number,
    openedAt: incident.openedAt,
    kinds: incident.kinds,
    unownedSince: incident.unownedSince,
    to: step.to,
    onDuty: officer ? { name: officer.name, ...(officer.phone ? { phone: officer.phone } : {}) } : null,
  };
}
