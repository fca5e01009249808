/** Campaigns and the traits that link their incidents. */

import type { AttackKind } from '../../core/domain/finding.ts';
import type { IncidentStatus } from '../../core/domain/incident.ts';
import { type CommonTrait, distinctTraits, type TracedIncident } from '../../core/incidents/campaign.ts';
import { noTraits, type Traits } from '../../core/incidents/incident-traits.ts';
import { alarmAddresses } from '../../core/people/contact.ts';
import { readable } from '../codecs/codec.ts';
import { campaignCommon, incidentKinds, incidentTraits } from '../codecs/incident-codecs.ts';
import type { Database, Trx } from '../handle.ts';
import { contactsByAgency } from '../registry/contacts.ts';

export interface Campaign {
  readonly number: number;
  readonly openedAt: number;
  readonly changedAt: number;
  readonly common: readonly CommonTrait[];
}

export async function getCampaign(db: Database | Trx, number: number): Promise<Campaign | null> {
  const row = await db.selectFrom('campaigns').selectAll().where('number', '=', number).executeTakeFirst();
  if (!row) return null;
  return {
    number: row.number,
    openedAt: row.openedAt,
    changedAt: row.changedAt,
    common: campaignCommon.decode(row.commonJson, row.number),
  };
}

/** @returns its number */
export async function insertCampaign(
  trx: Trx,
  campaign: { readonly openedAt: number; readonly common: readonly CommonTrait[] },
  now: number,
): Promise<number> {
  const { number } = await trx
    .insertInto('campaigns')
    .values({ openedAt: campaign.openedAt, changedAt: now, commonJson: campaignCommon.encode(campaign.common) })
    .returning('number')
    .executeTakeFirstOrThrow();
  return number;
}

/** Adds incidents without a campaign, and the traits they share. */
export async function joinCampaign(
  trx: Trx,
  campaign: Campaign,
  incidentNumbers: readonly number[],
  common: readonly CommonTrait[],
  now: number,
): Promise<void> {
  const commonJson = campaignCommon.encode(distinctTraits([...campaign.common, ...common]));
  await trx
    .updateTable('campaigns')
    .set({ changedAt: now, commonJson })
    .where('number', '=', campaign.number)
    .execute();
  await trx
    .updateTable('incidents')
    .set({ campaignNumber: campaign.number })
    .where('number', 'in', [...incidentNumbers])
    .where('campaignNumber', 'is', null)
    .execute();
}

export async function saveTraits(trx: Trx, incidentNumber: number, openedAt: number, traits: Traits): Promise<void> {
  const traitsJson = incidentTraits.encode(traits);
  await trx
    .insertInto('incidentTraits')
    .values({ incidentNumber, openedAt, traitsJson })
    .onConflict((c) => c.column('incidentNumber').doUpdateSet({ traitsJson }))
    .execute();
}

export async function traitsOfIncident(trx: Trx, incidentNumber: number): Promise<Traits> {
  const row = await trx
    .selectFrom('incidentTraits')
    .select('traitsJson')
    .where('incidentNumber', '=', incidentNumber)
    .executeTakeFirst();
  return (row && readable(() => incidentTraits.decode(row.traitsJson, incidentNumber))) ?? noTraits;
}

/** At most this many incidents of one window are compared. */
const mostCompared = 500;

/** Incidents with traits since a time, newest first, without dismissed ones. */
export async function tracedIncidents(trx: Trx, since: number): Promise<TracedIncident[]> {
  const rows = await trx
    .selectFrom('incidentTraits')
    .innerJoin('incidents', 'incidents.number', 'incidentTraits.incidentNumber')
    .select([
      'incidents.number',
      'incidents.siteId',
      'incidents.openedAt',
      'incidents.campaignNumber',
      'incidentTraits.traitsJson',
    ])
    .where('incidentTraits.openedAt', '>=', since)
    .where('incidents.status', '!=', 'dismissed')
    .orderBy('incidents.number', 'desc')
    .limit(mostCompared)
    .execute();
  return rows.flatMap(({ traitsJson, ...row }) => {
    const traits = readable(() => incidentTraits.decode(traitsJson, row.number));
    return traits === null ? [] : [{ ...row, traits }];
  });
}

export interface CampaignMember {
  readonly number: number;
  readonly site: string;
  readonly url: string;
  readonly kinds: readonly AttackKind[];
  readonly status: IncidentStatus;
  readonly openedAt: number;
  readonly recipients: readonly string[];
}

const mostMembers = 500;

/** Its incidents without false alarms, newest first, each with whom its portal's alarms are mailed to. */
export async function campaignMembers(trx: Trx, campaignNumber: number): Promise<CampaignMember[]> {
  const rows = await trx
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .select(['incidents.number', 'incidents.siteId', 'incidents.kindsJson', 'incidents.status', 'incidents.openedAt'])
    .select(['sites.name as site', 'sites.url', 'sites.agencyId'])
    .where('incidents.campaignNumber', '=', campaignNumber)
    .where('incidents.status', '!=', 'dismissed')
    .orderBy('incidents.number', 'desc')
    .limit(mostMembers)
    .execute();
  const recipients = await trx
    .selectFrom('recipients')
    .selectAll()
    .where('siteId', 'in', [...new Set(rows.map(({ siteId }) => siteId))])
    .execute();
  const bySite = Map.groupBy(recipients, ({ siteId }) => siteId);
  const contacts = await contactsByAgency(
    trx,
    rows.map(({ agencyId }) => agencyId),
  );
  return rows.map(({ kindsJson, siteId, agencyId, ...row }) => ({
    ...row,
    kinds: readable(() => incidentKinds.decode(kindsJson, row.number)) ?? [],
    recipients: alarmAddresses({
      recipients: (bySite.get(siteId) ?? []).map(({ email }) => email),
      contacts: contacts.get(agencyId ?? 0) ?? [],
    }),
  }));
}
