/** Incidents as digests list them: what, where, since when. */
import type { CampaignIncident } from '../../core/notices/about-incidents.ts';
import { readable } from '../codecs/codec.ts';
import { incidentKinds } from '../codecs/incident-codecs.ts';
import type { Trx } from '../handle.ts';

/** In opening order; `to` is exclusive. */
export async function incidentsOpenedBetween(trx: Trx, from: number, to: number): Promise<CampaignIncident[]> {
  const rows = await trx
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .select(['number', 'kindsJson', 'incidents.status', 'openedAt', 'sites.name as site', 'sites.url'])
    .where('openedAt', '>=', from)
    .where('openedAt', '<', to)
    .orderBy('number')
    .execute();
  return rows.map(({ kindsJson, ...incident }) => ({
    ...incident,
    kinds: readable(() => incidentKinds.decode(kindsJson, incident.number)) ?? [],
  }));
}
