/** Delivers recorded notices: claim, deliver, record the outcome. */

import { givenUpBecause, mailTrouble } from '../../core/incidents/mail-trouble.ts';
import { nextAttemptAt } from '../../core/incidents/retry.ts';
import { afterAttempt, isHeldBack, probeEveryMs } from '../../core/notices/channel-outage.ts';
import type { DeliveryResult, ServerState } from '../../core/notices/message.ts';
import { isOwnable } from '../../core/notices/notice.ts';
import { mostReports, sharingTypes } from '../../core/notices/urgency.ts';
import type { Channel, LoadContent } from '../../core/ports.ts';
import { mediaTypeOf } from '../../store/evidence/blob-rows.ts';
import type { Trx } from '../../store/handle.ts';
import {
  type AttemptOutcome,
  type Claimed,
  type ClaimedNotification,
  claimNotification,
  countSentSince,
  retryNow,
  saveAttempt,
} from '../../store/outbox/outbox.ts';
import { getOutage, setOutage } from '../../store/records/channel-outages.ts';
import { write } from '../../store/write.ts';
import type { MonitorParts } from '../parts.ts';
import { withResetLink } from '../people/password-reset.ts';
import { isAboutRequest, withRequest } from '../requests/with-request.ts';
import { withAcknowledgeLink } from './acknowledge-link.ts';
import type { NoticeParts } from './enqueue.ts';
import { gatherHeld, gatherOverflow } from './gather-overflow.ts';

export type Dispatching = NoticeParts & Pick<MonitorParts, 'db' | 'blobs' | 'clock' | 'channels' | 'log'>;

const hourMs = 3_600_000;
/** Longer than the delivery's own time limit: only a killed process lets a lease expire. */
const leaseMs = 300_000;

/** Delivers the next due message of each channel. @returns whether there was one */
export async function dispatchNext(parts: Dispatching, owner: string): Promise<boolean> {
  const channels = Object.entries(parts.channels);
  // In parallel: one channel's slow server must not delay the others.
  const delivered = await Promise.all(
    channels.map(([name, channel]) => dispatchOn(parts, { name, ...channel }, owner)),
  );
  return delivered.includes(true);
}

interface NamedChannel extends Channel {
  readonly name: string;
}

/** Delivers the next due message of one channel. @returns whether there was one */
export async function dispatchOn(parts: Dispatching, channel: NamedChannel, owner: string): Promise<boolean> {
  const now = parts.clock();
  const { message: claimed, unreadable } = await write(parts.db, (trx) =>
    claimWithinLimits(trx, parts, channel, owner, now),
  );
  for (const reason of unreadable) parts.log.error({ channel: channel.name, reason }, 'a notice is given up');
  if (!claimed) return false;
  const result: DeliveryResult =
    now < worthUntil(claimed)
      ? await handOver(parts, channel, claimed)
      : { status: 'dead', reason: mailTrouble['link-over'].en };
  const outcome = outcomeOf(claimed, result, parts.clock());
  await write(parts.db, async (trx) => {
    await saveAttempt(trx, claimed.id, outcome, parts.clock());
    await noteServer(trx, channel.name, result, parts.clock());
  });
  const line = {
    notificationId: claimed.id,
    type: claimed.notice.type,
    channel: claimed.channel,
    attempt: claimed.attempt,
    outcome: outcome.status,
  };
  if (outcome.status === 'sent') parts.log.info(line, 'notice sent');
  else parts.log.warn({ ...line, reason: outcome.reason }, 'notice not sent');
  return true;
}

/** Counts and claims in one transaction, so that concurrent senders can't exceed the hourly limit. */
async function claimWithinLimits(
  trx: Trx,
  parts: Dispatching,
  channel: NamedChannel,
  owner: string,
  now: number,
): Promise<Claimed> {
  const outage = await getOutage(trx, channel.name);
  if (isHeldBack(outage, now)) return { message: null, unreadable: [] };
  const { hourly, reserved } = channel.limits();
  const room = hourly - (await countSentSince(trx, channel.name, now - hourMs, now));
  const isNarrow = room <= reserved;
  await gatherHeld(trx, parts, channel, now);
  if (isNarrow) await gatherOverflow(trx, parts, channel, now);
  if (room <= 0) return { message: null, unreadable: [] };
  const shared = await countSentSince(trx, channel.name, now - hourMs, now, sharingTypes);
  const but = [...(isNarrow ? channel.digests : []), ...(shared < mostReports(hourly) ? [] : sharingTypes)];
  const claimed = await claimNotification(trx, { channel: channel.name, owner, now, leaseMs, but });
  // Other senders wait for the result of this probe.
  if (outage && claimed.message)
    await setOutage(trx, channel.name, { since: outage.since, probeAt: now + probeEveryMs });
  return claimed;
}

function askedMs(result: DeliveryResult): number | undefined {
  return result.status === 'later' ? result.retryAfterMs : undefined;
}

function serverOf(result: DeliveryResult): ServerState | null {
  return result.status === 'sent' ? 'answered' : (result.server ?? null);
}

/** As soon as the server answers again, all failed messages are due at once, most urgent first. */
async function noteServer(trx: Trx, channel: string, result: DeliveryResult, now: number): Promise<void> {
  const before = await getOutage(trx, channel);
  const after = afterAttempt(before, serverOf(result), now, askedMs(result));
  if (after === before) return;
  await setOutage(trx, channel, after);
  if (after === null) await retryNow(trx, channel, now);
}

/** Any failure here is worth a retry, and each attempt is bounded in time. */
async function handOver(
  parts: Dispatching,
  channel: NamedChannel,
  claimed: ClaimedNotification,
): Promise<DeliveryResult> {
  try {
    return await channel.deliver(await withLink(parts, claimed), loader(parts));
  } catch (error) {
    parts.log.error({ err: error, notificationId: claimed.id }, 'could not hand over a notice');
    return { status: 'later', reason: mailTrouble.failed.en };
  }
}

/** Links that grant power are made on sending, so that nobody finds them in the database. */
async function withLink(parts: Dispatching, claimed: ClaimedNotification): Promise<ClaimedNotification> {
  const { notice } = claimed;
  if (notice.type === 'password-reset') return { ...claimed, notice: await withResetLink(parts, notice) };
  if (isAboutRequest(notice)) return { ...claimed, notice: await withRequest(parts, notice) };
  if (!isOwnable(notice)) return claimed;
  try {
    return { ...claimed, notice: await withAcknowledgeLink(parts, claimed, notice) };
  } catch (error) {
    // The key is missing or damaged, but the alarm matters more than its link.
    parts.log.error({ err: error, notificationId: claimed.id }, 'alarm sent without its acknowledgement link');
    return claimed;
  }
}

function outcomeOf(claimed: ClaimedNotification, result: DeliveryResult, now: number): AttemptOutcome {
  if (result.status === 'sent') return { status: 'sent' };
  if (result.status === 'dead') return { status: 'dead', reason: result.reason };
  const later = nextAttemptAt(claimed.attempt, claimed.createdAt, now);
  const at = later !== null && result.server === 'down' ? now + Math.max(probeEveryMs, askedMs(result) ?? 0) : later;
  if (at === null || at >= worthUntil(claimed)) return { status: 'dead', reason: givenUpBecause(result.reason) };
  return { status: 'queued', reason: result.reason, nextAttemptAt: at };
}

/**
 * Until when the message is worth sending. A message whose only purpose is its link is useless after the link expires.
 */
function worthUntil({ notice }: ClaimedNotification): number {
  const isLink =
    notice.type === 'password-reset' || notice.type === 'request-confirm' || notice.type === 'request-proof';
  return isLink ? notice.until : Number.POSITIVE_INFINITY;
}

function loader(parts: Dispatching): LoadContent {
  return async (hash) => {
    const mediaType = await mediaTypeOf(parts.db, hash);
    const bytes = mediaType === null ? null : await parts.blobs.get(hash).catch(() => null);
    return mediaType !== null && bytes ? { hash, mediaType, bytes } : null;
  };
}
