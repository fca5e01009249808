/** The notice of an incident's change, with its campaign's digest for those who get no mail of their own. */

import type { Incident } from '../../core/domain/incident.ts';
import { isHeldInMaintenance } from '../../core/duty/maintenance.ts';
import { callsOf } from '../../core/notices/calls.ts';
import { type IncidentFacts, shownTargetsOf, type Thumbnails } from '../../core/notices/compose-incident.ts';
import { type IncidentEvent, noticeTable } from '../../core/notices/events.ts';
import { isAftermath } from '../../core/timetable.ts';
import { nullIfUnreadable } from '../../store/codecs/codec.ts';
import type { Trx } from '../../store/handle.ts';
import { getCampaign } from '../../store/incidents/campaigns.ts';
import { getIncident } from '../../store/incidents/incidents.ts';
import { heldBy } from '../../store/incidents/maintenance.ts';
import { bringForward, dropUnsent } from '../../store/outbox/outbox.ts';
import { recipientsUpToDate } from '../../store/outbox/reminders.ts';
import { getSite } from '../../store/registry/registry.ts';
import { thumbnailOfBaseline, thumbnailOfCheck } from '../../store/targets/thumbnails.ts';
import { relayIncident } from '../channels/relay.ts';
import { aftermathOf } from '../check/rhythm.ts';
import { dutyShiftOf } from '../duty/duty-shift.ts';
import { audienceOf, splitByCampaign } from './audience.ts';
import { enqueue, type NoticeParts } from './enqueue.ts';
import { frameAt } from './message-facts.ts';
import { notifyCampaignDigest } from './notify-campaign.ts';
import { leavesAt, undoMs } from './schedule.ts';

export async function notifyIncident(
  trx: Trx,
  parts: NoticeParts,
  incident: Incident,
  event: IncidentEvent,
  now: number,
  more: Pick<IncidentFacts, 'reminder' | 'isByHand'> & {
    readonly isDecided?: boolean;
    readonly by?: string | null;
    /** What machines are sent, where people are told something else. */
    readonly relayed?: IncidentEvent;
  } = {},
): Promise<void> {
  const { isDecided = more.isByHand ?? false, by = null, relayed = event, ...given } = more;
  await relayIncident(trx, parts, incident, relayed, now, by);
  const line = noticeTable[event];
  if (line === null) return;
  if (line.replaces.length > 0) await dropUnsent(trx, incident.number, ...line.replaces);
  const site = await getSite(trx, incident.siteId);
  if (!site) return;
  // During maintenance, alarms that it may explain are only recorded, and sent when it is over.
  const maintenance = await heldBy(trx, site.id, now);
  if (maintenance && isHeldInMaintenance(incident.kinds)) return;
  const officer = dutyShiftOf(parts.config, now)?.officer ?? null;
  const calls = callsOf(officer, site.contacts, parts.config.national.contacts);
  const facts = { ...(await factsOf(trx, parts, incident)), ...given, calls, site, maintenance };
  const notice = line.compose(frameAt(parts, now), facts);
  const all = audienceOf(parts, line.audience, notice, site);
  const { direct, gathered } = await splitByCampaign(trx, parts, incident, event, all, now);
  const earliest = now + (isDecided ? undoMs : 0);
  const notBefore = Math.max(earliest, leavesAt(parts, line.leaves, site, now));
  if (event === 'unacknowledged') {
    const recipients = await recipientsUpToDate(trx, incident.number, direct);
    return enqueue(trx, parts, notice, { recipients, notBefore });
  }
  if (direct.length > 0) {
    if (event === 'resolved') await bringForward(trx, incident.number, notBefore);
    await enqueue(trx, parts, notice, { recipients: direct, notBefore });
  }
  if (incident.campaignNumber === null) return;
  const following = event === 'updated' ? [] : parts.config.mail.operators;
  await notifyCampaignDigest(trx, parts, incident.campaignNumber, [...gathered, ...following], now);
}

async function factsOf(
  trx: Trx,
  parts: NoticeParts,
  incident: Incident,
): Promise<Pick<IncidentFacts, 'incident' | 'isReturn' | 'campaign' | 'thumbnails'>> {
  const { campaignNumber } = incident;
  return {
    incident,
    isReturn: await isReturn(trx, parts, incident),
    campaign: campaignNumber === null ? null : await getCampaign(trx, campaignNumber),
    thumbnails: await thumbnailsOf(trx, incident),
  };
}

async function thumbnailsOf(trx: Trx, incident: Incident): Promise<ReadonlyMap<string, Thumbnails>> {
  const found = new Map<string, Thumbnails>();
  for (const { targetId, checkId } of shownTargetsOf(incident)) {
    const before = await thumbnailOfBaseline(trx, targetId);
    found.set(targetId, { before, after: checkId === null ? null : await thumbnailOfCheck(trx, checkId) });
  }
  return found;
}

/** Whether the incident began while the site was watched more closely after another one. */
async function isReturn(trx: Trx, { config }: NoticeParts, incident: Incident): Promise<boolean> {
  const previous =
    incident.previousNumber === null ? null : await getIncident(trx, incident.previousNumber).catch(nullIfUnreadable);
  return isAftermath(previous?.endedAt ?? null, aftermathOf(config), incident.openedAt);
}
