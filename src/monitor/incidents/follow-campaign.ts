/** Finds the campaign an incident belongs to, in the transaction that records the incident. */

import type { Incident } from '../../core/domain/incident.ts';
import { distinctTraits, findCampaign } from '../../core/incidents/campaign.ts';
import { mergeTraits, type Traits } from '../../core/incidents/incident-traits.ts';
import type { Trx } from '../../store/handle.ts';
import {
  getCampaign,
  insertCampaign,
  joinCampaign,
  saveTraits,
  tracedIncidents,
  traitsOfIncident,
} from '../../store/incidents/campaigns.ts';
import { insertIncidentEvent } from '../../store/incidents/incidents.ts';
import type { ConfigParts } from '../parts.ts';

export interface Followed {
  readonly campaignNumber: number | null;
  /** This incident started the campaign. */
  readonly isNew: boolean;
}

/** Later pages may show traits that the first did not, so the campaign is searched for each time. */
export async function followCampaign(
  trx: Trx,
  { config }: ConfigParts,
  incident: Incident,
  seen: Traits,
  now: number,
): Promise<Followed> {
  const { number, siteId, openedAt, campaignNumber } = incident;
  const traits = mergeTraits(await traitsOfIncident(trx, number), seen);
  await saveTraits(trx, number, openedAt, traits);
  if (campaignNumber !== null) return { campaignNumber, isNew: false };
  const windowMs = config.campaigns.window;
  const known = await tracedIncidents(trx, openedAt - windowMs);
  const found = findCampaign({ number, siteId, openedAt, campaignNumber, traits }, known, windowMs);
  if (!found) return { campaignNumber: null, isNew: false };
  const begun = known.filter((one) => found.others.includes(one.number)).map((one) => one.openedAt);
  const common = distinctTraits(found.common);
  const joined =
    found.campaignNumber ?? (await insertCampaign(trx, { openedAt: Math.min(openedAt, ...begun), common }, now));
  const campaign = await getCampaign(trx, joined);
  if (!campaign) return { campaignNumber: null, isNew: false };
  const members = [...found.others, number];
  await joinCampaign(trx, campaign, members, common, now);
  for (const incidentNumber of members) {
    await insertIncidentEvent(trx, { incidentNumber, at: now, actor: 'system', type: 'joined-campaign', note: null });
  }
  return { campaignNumber: joined, isNew: found.campaignNumber === null };
}
