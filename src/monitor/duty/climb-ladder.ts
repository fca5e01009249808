/** Tells the next one while nobody takes an incident on. A step is recorded in one transaction with what it says. */

import { type LadderStep, type StepName, stepsDue } from '../../core/duty/ladder.ts';
import { neverHeld } from '../../core/duty/maintenance.ts';
import type { UnownedNotice } from '../../core/notice.ts';
import { wasTold } from '../../store/campaign-mail.ts';
import type { Trx } from '../../store/database.ts';
import { getIncident, insertIncidentEvent } from '../../store/incidents.ts';
import {
  insertStep,
  isTakenForCampaign,
  stepsTaken,
  type UnownedIncident,
  unownedIncidents,
} from '../../store/ladder-steps.ts';
import { insertNotice } from '../../store/outbox.ts';
import { getSite, type RegisteredSite } from '../../store/registry.ts';
import { dashboardUrl, messageId } from '../message-facts.ts';
import type { DeskParts } from '../parts.ts';
import { turnOf } from './turn-of.ts';

type Climbing = Pick<DeskParts, 'config' | 'db' | 'clock' | 'newId'>;

/** Takes every step that is due. */
export async function climbLadder(parts: Climbing): Promise<void> {
  const { db, clock } = parts;
  const ladder = parts.config.duty.ladder.map(({ after, to }) => ({ afterMs: after, to }));
  if (ladder.length === 0) return;
  const soonestMs = Math.min(...ladder.map(({ afterMs }) => afterMs));
  const now = clock();
  for (const incident of await unownedIncidents(db, now, neverHeld)) {
    if (now - incident.unownedSince < soonestMs) continue;
    await db.transaction().execute((trx) => climb(trx, parts, ladder, incident.number, now));
  }
}

/** Read again: it may have been taken on since. */
async function climb(
  trx: Trx,
  parts: Climbing,
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

async function takeStep(trx: Trx, parts: Climbing, { incident, site, step }: Taking, now: number): Promise<void> {
  const isTold = await isToldByCampaign(trx, parts, incident, step, now);
  await insertStep(trx, incident, step, now);
  const recipients = isTold ? [] : await recipientsOf(trx, parts, { incident, site, step }, now);
  if (recipients.length === 0) return;
  const notice = await noticeOf(trx, parts, { incident, site, step }, now);
  const added = { notice, siteId: site.id, incidentNumber: incident.number, recipients, notBefore: now };
  await insertNotice(trx, added, () => messageId(parts));
  const note = recipients.join(', ');
  await insertIncidentEvent(trx, { incidentNumber: incident.number, at: now, actor: 'system', type: 'unowned', note });
}

/** Of portals that fell alike one is enough to call the second officer and the national contacts; every agency has its head. */
async function isToldByCampaign(
  trx: Trx,
  { config }: Climbing,
  { campaignNumber }: UnownedIncident,
  step: StepName,
  now: number,
): Promise<boolean> {
  if (campaignNumber === null || step.to === 'agency-head') return false;
  return isTakenForCampaign(trx, campaignNumber, step, now - config.campaigns.window);
}

async function recipientsOf(
  trx: Trx,
  { config }: Climbing,
  { incident, site, step }: Taking,
  now: number,
): Promise<string[]> {
  const turn = turnOf(config, now);
  // Whoever came on duty since, or is only mailed in watch windows, has not heard of it either.
  const isTold = turn !== null && (await wasTold(trx, incident.number, turn.officer.email));
  const found = {
    'second-officer': () => [isTold ? undefined : turn?.officer.email, turn?.second?.email],
    'agency-head': () => config.duty.heads.filter(({ agency }) => agency === site.agency).map(({ email }) => email),
    'national-contacts': () => config.national.contacts.map(({ email }) => email),
  }[step.to]();
  return [...new Set(found.flatMap((email) => email ?? []))];
}

async function noticeOf(
  trx: Trx,
  parts: Climbing,
  { incident, site, step }: Taking,
  now: number,
): Promise<UnownedNotice> {
  const { id, name, url, agency } = site;
  const officer = turnOf(parts.config, now)?.officer;
  return {
    type: 'incident-unowned',
    at: now,
    site: { id, name, url, agency },
    incidentNumber: incident.number,
    openedAt: incident.openedAt,
    kinds: (await getIncident(trx, incident.number))?.kinds ?? [],
    unownedSince: incident.unownedSince,
    to: step.to,
    onDuty: officer ? { name: officer.name, ...(officer.phone ? { phone: officer.phone } : {}) } : null,
    dashboardUrl: dashboardUrl(parts, `/incidents/${incident.number}`),
    contacts: parts.config.national.contacts,
  };
}
