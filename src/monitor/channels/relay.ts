/** Records events for machines and telephones, in the transaction of their cause. */

import type { AttackKind, Verdict } from '../../core/domain/finding.ts';
import type { Incident } from '../../core/domain/incident.ts';
import { isHeldInMaintenance } from '../../core/duty/maintenance.ts';
import { type RelayedEvent, relayedAs } from '../../core/notices/events.ts';
import type { Notice } from '../../core/notices/notice.ts';
import { campaignOf, incidentRelay, relayNotice, relayOfNotice, suspectRelay } from '../../core/relay/compose-relay.ts';
import type { RelayNotice } from '../../core/relay/relay-event.ts';
import { accepts } from '../../core/relay/relay-table.ts';
import type { Trx } from '../../store/handle.ts';
import { campaignMembers, getCampaign } from '../../store/incidents/campaigns.ts';
import { heldBy } from '../../store/incidents/maintenance.ts';
import type { SuspectRow } from '../../store/incidents/suspects.ts';
import { getSite, type RegisteredSite } from '../../store/registry/registry.ts';
import { splitByCampaign } from '../notices/audience.ts';
import { enqueue, type NoticeParts } from '../notices/enqueue.ts';
import { dashboardUrl, frameAt } from '../notices/message-facts.ts';
import { relayEndpoints } from './endpoints.ts';
import { telephonesOf } from './telephones.ts';

/** Held back during maintenance like its mail; the summary afterwards is an event of its own. */
export async function relayIncident(
  trx: Trx,
  parts: NoticeParts,
  incident: Incident,
  event: RelayedEvent,
  now: number,
  by: string | null = null,
): Promise<void> {
  const type = relayedAs[event];
  const site = type === null ? null : await siteHeard(trx, parts, incident.siteId);
  if (type === null || site === null) return;
  if (isHeldInMaintenance(incident.kinds) && (await heldBy(trx, site.id, now)) !== null) return;
  const { campaignNumber } = incident;
  const campaign = campaignNumber === null ? null : await getCampaign(trx, campaignNumber);
  const relay = incidentRelay(frameAt(parts, now), type, { incident, site, campaign, by });
  const all = telephonesOf(parts, relay, site);
  // Whoever was rung about the first portals of a campaign knows of it.
  const split = event === 'opened' ? await splitByCampaign(trx, parts, incident, 'opened', all, now) : { direct: all };
  await send(trx, parts, relay, split.direct);
}

interface SuspectSeen {
  readonly siteId: number;
  readonly url: string;
  readonly kind: AttackKind;
  readonly score: number;
  readonly since: number;
  readonly findings: Verdict['findings'];
}

/** A row of the queue; its evidence was sent when it was found. */
export function suspectSeen({ siteId, kind, score, firstSeenAt }: SuspectRow, url: string): SuspectSeen {
  return { siteId, url, kind: kind as AttackKind, score, since: firstSeenAt, findings: [] };
}

export async function relaySuspect(
  trx: Trx,
  parts: NoticeParts,
  event: 'suspect-seen' | 'suspect-gone' | 'suspect-dismissed',
  { siteId, findings, ...page }: SuspectSeen,
  now: number,
  by: string | null = null,
): Promise<void> {
  const type = relayedAs[event];
  const site = type === null ? null : await siteHeard(trx, parts, siteId);
  if (type === null || site === null) return;
  await send(trx, parts, suspectRelay(frameAt(parts, now), type, { site, page, findings, by }), []);
}

/** What people are notified of, where the notice says all of it. */
export async function relayOf(
  trx: Trx,
  parts: NoticeParts,
  event: RelayedEvent,
  notice: Notice,
  site: RegisteredSite | null,
): Promise<void> {
  const type = relayedAs[event];
  const relay = type === null || isSilent(parts) ? null : relayOfNotice(type, notice);
  if (relay !== null) await send(trx, parts, relay, telephonesOf(parts, relay, site));
}

export async function relayCampaign(trx: Trx, parts: NoticeParts, number: number, now: number): Promise<void> {
  const type = relayedAs['campaign-found'];
  const campaign = type === null || isSilent(parts) ? null : await getCampaign(trx, number);
  if (type === null || campaign === null) return;
  const kinds = (await campaignMembers(trx, number)).flatMap((member) => member.kinds);
  const since = campaign.openedAt;
  const link = dashboardUrl(parts, `/campaigns/${number}`);
  const facts = { kinds: [...new Set(kinds)], campaign: campaignOf(campaign), since, dashboardUrl: link };
  await send(trx, parts, relayNotice(now, type, facts), []);
}

async function siteHeard(trx: Trx, parts: NoticeParts, siteId: number): Promise<RegisteredSite | null> {
  return isSilent(parts) ? null : getSite(trx, siteId);
}

/** Nothing is recorded for channels that do not exist. */
function isSilent({ config }: NoticeParts): boolean {
  return relayEndpoints(config).length === 0;
}

async function send(trx: Trx, parts: NoticeParts, relay: RelayNotice, telephones: readonly string[]): Promise<void> {
  const endpoints = relayEndpoints(parts.config)
    .filter((endpoint) => accepts(endpoint, relay))
    .flatMap(({ name, to }) =>
      (to === 'itself' ? [name] : telephones).map((endpoint) => ({ channel: name, endpoint })),
    );
  if (endpoints.length > 0) await enqueue(trx, parts, relay, { recipients: [], endpoints, notBefore: relay.at });
}
