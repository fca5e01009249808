/** Data for the campaign page. */

import type { Scope } from '../../core/people/actor.ts';
import type { Database } from '../handle.ts';
import { type Campaign, getCampaign } from '../incidents/campaigns.ts';
import { type ListedIncident, listed } from './incidents.ts';
import { inScope } from './scope.ts';

export interface ShownCampaign extends Campaign {
  /** Those in scope, newest first. */
  readonly incidents: readonly ListedIncident[];
}

const mostShown = 500;

/** Null when there is no such campaign or none of its incidents is in scope. */
export async function readCampaign(db: Database, scope: Scope, number: number): Promise<ShownCampaign | null> {
  const campaign = await getCampaign(db, number);
  const rows = await db
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .leftJoin('agencies', 'agencies.id', 'sites.agencyId')
    .leftJoin('users', 'users.id', 'incidents.assigneeId')
    .selectAll('incidents')
    .select([
      'sites.name as siteName',
      'sites.url as siteUrl',
      'agencies.name as agency',
      'sites.agencyId',
      'users.name as assigneeName',
    ])
    .where('incidents.campaignNumber', '=', number)
    .where(inScope(scope))
    .orderBy('incidents.number', 'desc')
    .limit(mostShown)
    .execute();
  return campaign === null || rows.length === 0 ? null : { ...campaign, incidents: rows.map(listed) };
}
