/** Composes notices that cover many incidents or pages at once. */
import { type CommonTrait, commonTraitWords } from '../incidents/campaign.ts';
import type { CampaignIncident, CampaignNotice, WindowNotice } from './about-incidents.ts';
import type { OverflowNotice } from './about-pages.ts';
import { dashboardUrl, type Frame } from './frame.ts';

export interface CampaignFacts {
  readonly campaign: { readonly number: number; readonly openedAt: number; readonly common: readonly CommonTrait[] };
  /** Only what concerns the recipient, newest first. */
  readonly incidents: readonly CampaignIncident[];
}

export function campaignNotice(
  frame: Frame,
  { campaign, incidents }: CampaignFacts,
  type: CampaignNotice['type'],
): CampaignNotice {
  return {
    type,
    at: frame.at,
    campaignNumber: campaign.number,
    openedAt: campaign.openedAt,
    common: campaign.common.map(commonTraitWords),
    incidents,
    dashboardUrl: dashboardUrl(frame, `/campaigns/${campaign.number}`),
    contacts: frame.contacts,
  };
}

export type OverflowFacts = Pick<OverflowNotice, 'incidents' | 'unseen' | 'late'> & {
  readonly overdue: NonNullable<OverflowNotice['overdue']>;
  readonly isAfterQuiet: boolean;
  readonly night: number;
};

export function overflowNotice(frame: Frame, facts: OverflowFacts): OverflowNotice {
  const { incidents, unseen, overdue, late, isAfterQuiet, night } = facts;
  return {
    type: 'overflow-digest',
    at: frame.at,
    incidents,
    unseen,
    ...(overdue.length > 0 ? { overdue } : {}),
    late,
    ...(isAfterQuiet ? { isAfterQuiet } : {}),
    ...(night > 0 ? { night } : {}),
    dashboardUrl: dashboardUrl(frame, '/incidents'),
    contacts: frame.contacts,
  };
}

export function windowNotice(
  frame: Frame,
  facts: Pick<WindowNotice, 'from' | 'to' | 'names' | 'incidents'>,
): WindowNotice {
  const { from, to, names, incidents } = facts;
  const url = dashboardUrl(frame, '/incidents?status=all');
  return { type: 'window-summary', at: frame.at, from, to, names, incidents, dashboardUrl: url };
}
