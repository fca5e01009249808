/**
 * Limits mail in mass events: a recipient of many messages about one campaign gets a digest, and operators get their
 * own.
 */

import type { Trx } from '../../store/handle.ts';
import { campaignMembers, getCampaign } from '../../store/incidents/campaigns.ts';
import { lastDigestAt, takeBackWaiting, waitingRecipients } from '../../store/outbox/campaign-mail.ts';
import { relayCampaign } from '../channels/relay.ts';
import { concerns } from './audience.ts';
import type { NoticeParts } from './enqueue.ts';
import { notify } from './notify.ts';
import { digestLeavesAt } from './schedule.ts';

/** Notifies the operators at once of similar attacks on several portals. */
export async function notifyCampaignOpened(
  trx: Trx,
  parts: NoticeParts,
  campaignNumber: number,
  now: number,
): Promise<void> {
  await relayCampaign(trx, parts, campaignNumber, now);
  for (const recipient of parts.config.mail.operators) {
    await insertFor(trx, parts, campaignNumber, recipient, { event: 'campaign-found', notBefore: now }, now);
  }
}

/** The campaign changed: each digest recipient gets one digest of everything since the last. */
export async function notifyCampaignDigest(
  trx: Trx,
  parts: NoticeParts,
  campaignNumber: number,
  recipients: readonly string[],
  now: number,
): Promise<void> {
  for (const recipient of new Set(recipients)) {
    const waiting = await takeBackWaiting(trx, campaignNumber, recipient);
    const last = waiting ? null : await lastDigestAt(trx, campaignNumber, recipient);
    const when = waiting
      ? // Keeps its time: a campaign that grows all day must not postpone it all day.
        { event: eventOf[waiting.type], notBefore: waiting.nextAttemptAt }
      : { event: 'campaign-changed' as const, notBefore: digestLeavesAt(now, last) };
    await insertFor(trx, parts, campaignNumber, recipient, when, now);
  }
}

/** Messages still waiting are rewritten with the current state. */
export async function renewWaiting(trx: Trx, parts: NoticeParts, campaignNumber: number, now: number): Promise<void> {
  await notifyCampaignDigest(trx, parts, campaignNumber, await waitingRecipients(trx, campaignNumber), now);
}

const eventOf = { 'campaign-opened': 'campaign-found', 'campaign-digest': 'campaign-changed' } as const;

interface CampaignEvent {
  readonly event: 'campaign-found' | 'campaign-changed';
  readonly notBefore: number;
}

async function insertFor(
  trx: Trx,
  parts: NoticeParts,
  campaignNumber: number,
  recipient: string,
  { event, notBefore }: CampaignEvent,
  now: number,
): Promise<void> {
  const campaign = await getCampaign(trx, campaignNumber);
  if (!campaign) return;
  const members = (await campaignMembers(trx, campaignNumber)).filter((member) => concerns(parts, member, recipient));
  if (members.length === 0) return;
  const incidents = members.map(({ recipients: _, ...member }) => member);
  await notify(trx, parts, event, { campaign, incidents }, { site: null, at: now, recipients: [recipient], notBefore });
}
