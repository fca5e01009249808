/** Writes an incident's transition with its timeline, campaign and notices, in the caller's transaction. */
import type { Transition } from '../../core/incidents/incident.ts';
import type { Traits } from '../../core/incidents/incident-traits.ts';
import { system } from '../../core/people/actor.ts';
import type { Trx } from '../../store/handle.ts';
import { insertIncidentEvent, saveIncident } from '../../store/incidents/incidents.ts';
import type { NoticeParts } from '../notices/enqueue.ts';
import { notifyCampaignOpened } from '../notices/notify-campaign.ts';
import { notifyIncident } from '../notices/notify-incident.ts';
import { followCampaign } from './follow-campaign.ts';
import type { Decision } from './judge-incident.ts';

/**
 * @param traits what the alarm shows of the attacker; null when nothing new was seen
 * @returns the incident's number
 */
export async function applyTransition(
  trx: Trx,
  parts: NoticeParts,
  transition: Transition,
  { actor, note }: Decision,
  traits: Traits | null,
  now: number,
): Promise<number> {
  const number = await saveIncident(trx, transition.incident);
  const isByHand = actor !== system;
  const type = entryOf(transition.type, isByHand);
  await insertIncidentEvent(trx, { incidentNumber: number, at: now, type, actor: actor.name, note });
  const saved = { ...transition.incident, number };
  const followed = traits === null ? null : await followCampaign(trx, parts, saved, traits, now);
  if (followed?.isNew && followed.campaignNumber !== null)
    await notifyCampaignOpened(trx, parts, followed.campaignNumber, now);
  const incident = { ...saved, campaignNumber: followed?.campaignNumber ?? saved.campaignNumber };
  const by = isByHand ? actor.name : null;
  const more = { isDecided: isByHand, by, ...(isByHand && transition.type === 'resolved' ? { isByHand } : {}) };
  await notifyIncident(trx, parts, incident, transition.type, now, more);
  return number;
}

/** The transition's name in the incident's timeline. */
function entryOf(type: Transition['type'], isByHand: boolean) {
  if (type === 'covered') return 'updated';
  if (isByHand && (type === 'opened' || type === 'updated')) return 'promoted';
  // A person approved the page; no look found it restored.
  return type === 'recovering' && isByHand ? 'approved' : type;
}
