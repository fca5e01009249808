/** Writes what became of an incident, with its timeline, campaign and the notices it causes, in the caller's transaction. */
import type { Transition } from '../core/incident.ts';
import type { Traits } from '../core/incident-traits.ts';
import type { Trx } from '../store/database.ts';
import { insertIncidentEvent, saveIncident } from '../store/incidents.ts';
import { dropUnsent } from '../store/outbox.ts';
import { followCampaign } from './follow-campaign.ts';
import type { DeskParts } from './parts.ts';
import { tellIncident } from './tell.ts';
import { tellCampaignOpened } from './tell-campaign.ts';

type Telling = Pick<DeskParts, 'calendar' | 'config' | 'newId'>;

/** @param traits what the alarm shows of its hand; null when nothing new was seen @returns the incident's number */
export async function applyTransition(
  trx: Trx,
  parts: Telling,
  transition: Transition,
  by: { readonly actor: string; readonly note: string | null },
  traits: Traits | null,
  now: number,
): Promise<number> {
  const number = await saveIncident(trx, transition.incident);
  // A person who approved what stands there saw to it: no look found the page as it was.
  const isByHand = by.actor !== 'system';
  const type = isByHand && transition.type === 'recovering' ? 'approved' : transition.type;
  await insertIncidentEvent(trx, { incidentNumber: number, at: now, type, ...by });
  const saved = { ...transition.incident, number };
  const followed = traits === null ? null : await followCampaign(trx, parts, saved, traits, now);
  if (followed?.isNew && followed.campaignNumber !== null)
    await tellCampaignOpened(trx, parts, followed.campaignNumber, now);
  if (transition.type === 'resolved') await dropUnsent(trx, number, 'incident-unowned');
  if (transition.notice !== null) {
    // An update that waits for company is said by whatever comes after it.
    if (transition.notice !== 'incident-opened') {
      await dropUnsent(trx, number, 'incident-updated');
      await dropUnsent(trx, number, 'incident-reminder');
    }
    const incident = { ...saved, campaignNumber: followed?.campaignNumber ?? saved.campaignNumber };
    const more = isByHand && transition.type === 'resolved' ? { isByHand } : {};
    await tellIncident(trx, parts, incident, transition.notice, now, more);
  }
  return number;
}
