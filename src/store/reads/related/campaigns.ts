/** Data for the campaign page. */

import type { Scope } from '../../../core/people/actor.ts';
import { campaignCommon } from '../../codecs/incident-codecs.ts';
import type { Database } from '../../handle.ts';
import { type Campaign, getCampaign } from '../../incidents/campaigns.ts';
import { type ListedIncident, listed, selectListed } from '../incidents.ts';
import { inScope } from '../scope.ts';

export interface ShownCampaign extends Campaign {
  /** Those in scope, newest first. */
  readonly incidents: readonly ListedIncident[];
}

export interface ListedCampaign extends Campaign {
  /** Incidents in scope. */
  readonly incidents: number;
}

/** Those with an incident in scope, newest first. @param before null: from the newest */
export async function listCampaigns(
  db: Database,
  scope: Scope,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<ListedCampaign[]> {
  const inThese = db
    .selectFrom('campaigns')
    .innerJoin('incidents', 'incidents.campaignNumber', 'campaigns.number')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .select((eb) => [
      'campaigns.number',
      'campaigns.openedAt',
      'campaigns.changedAt',
      'campaigns.commonJson',
      eb.fn.countAll<number>().as('incidents'),
    ])
    .where(inScope(scope));
  const rows = await (before === null ? inThese : inThese.where('campaigns.number', '<', before))
    .groupBy('campaigns.number')
    .orderBy('campaigns.number', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ commonJson, ...row }) => ({ ...row, common: campaignCommon.decode(commonJson, row.number) }));
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
