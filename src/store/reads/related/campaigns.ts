/** Data for the campaign page. */

import type { Scope } from '../../../core/people/actor.ts';
import type { Database } from '../../handle.ts';
import { type Campaign, getCampaign } from '../../incidents/campaigns.ts';
import { type ListedIncident, listed, selectListed } from '../incidents.ts';

export interface ShownCampaign extends Campaign {
  /** Those in scope, newest first. */
  readonly incidents: readonly ListedIncident[];
}

const mostShown = 500;

/** Null when there is no such campaign or none of its incidents is in scope. */
export async function readCampaign(db: Database, scope: Scope, number: number): Promise<ShownCampaign | null> {
  const campaign = await getCampaign(db, number);
  const rows = await selectListed(db, scope)
    .where('incidents.campaignNumber', '=', number)
    .orderBy('incidents.number', 'desc')
    .limit(mostShown)
    .execute();
  return campaign === null || rows.length === 0 ? null : { ...campaign, incidents: rows.map(listed) };
}
