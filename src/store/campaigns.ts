/** Campaigns and what their incidents were recognised by. */
import { type CommonTrait, distinctTraits, type MarkedIncident } from '../core/campaign.ts';
import { noTraits, type Traits } from '../core/incident-traits.ts';
import type { AttackKind, IncidentStatus } from '../core/model.ts';
import type { Database, Trx } from './database.ts';

export interface Campaign {
  readonly number: number;
  readonly openedAt: number;
  readonly changedAt: number;
  readonly common: readonly CommonTrait[];
}

export async function getCampaign(db: Database | Trx, number: number): Promise<Campaign | null> {
  const row = await db.selectFrom('campaigns').selectAll().where('number', '=', number).executeTakeFirst();
  if (!row) return null;
  return { number: row.number, openedAt: row.openedAt, changedAt: row.changedAt, common: JSON.parse(row.commonJson) };
}

/** @returns its number */
export async function insertCampaign(
  trx: Trx,
  campaign: { readonly openedAt: number; readonly common: readonly CommonTrait[] },
  now: number,
): Promise<number> {
  const { number } = await trx
    .insertInto('campaigns')
    .values({ openedAt: campaign.openedAt, changedAt: now, commonJson: JSON.stringify(campaign.common) })
    .returning('number')
    .executeTakeFirstOrThrow();
  return number;
}

/** Adds incidents that belong to no campaign yet, and what they share. */
export async function joinCampaign(
  trx: Trx,
  campaign: Campaign,
  incidentNumbers: readonly number[],
  common: readonly CommonTrait[],
  now: number,
): Promise<void> {
  const commonJson = JSON.stringify(distinctTraits([...campaign.common, ...common]));
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
  const traitsJson = JSON.stringify(traits);
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
  return row ? (JSON.parse(row.traitsJson) as Traits) : noTraits;
}

/** More incidents of one window are not compared. */
const mostCompared = 500;

/** Incidents with traits since a time, the newest first; dismissed ones were none. */
export async function markedIncidents(trx: Trx, since: number): Promise<MarkedIncident[]> {
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
  return rows.map(({ traitsJson, ...row }) => ({ ...row, traits: JSON.parse(traitsJson) as Traits }));
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

/** Its incidents but for false alarms, the newest first, with those who are told of each. */
export async function campaignMembers(trx: Trx, campaignNumber: number): Promise<CampaignMember[]> {
  const rows = await trx
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .select(['incidents.number', 'incidents.siteId', 'incidents.kindsJson', 'incidents.status', 'incidents.openedAt'])
    .select(['sites.name as site', 'sites.url'])
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
  return rows.map(({ kindsJson, siteId, ...row }) => ({
    ...row,
    kinds: JSON.parse(kindsJson) as AttackKind[],
    recipients: (bySite.get(siteId) ?? []).map(({ email }) => email),
  }));
}
