/**
 * The last messages of a channel's hourly limit are reserved: single messages about portals may not use them. From then
 * on a recipient with several waiting gets one digest of them all, single messages to others wait for the next hour,
 * and operators are notified of those.
 */
import { overflowNotice } from '../../core/notices/compose-digest.ts';
import { waitingTypes } from '../../core/notices/events.ts';
import type { Endpoint } from '../../core/notices/message.ts';
import type { Notice } from '../../core/notices/notice.ts';
import type { Channel } from '../../core/ports.ts';
import type { Trx } from '../../store/handle.ts';
import {
  briefIncidents,
  type DueMessage,
  digestsSince,
  dueMessages,
  heldMessages,
  type KnownDigest,
  markGathered,
  pageNotices,
  rewriteNotice,
} from '../../store/outbox/overflow.ts';
import type { NoticeParts } from './enqueue.ts';
import { frameAt } from './message-facts.ts';
import { notify } from './notify.ts';
import { digestEveryMs, digestLeavesAt } from './schedule.ts';

/** A channel by its outbox name, and which notices may be gathered on it. */
export interface Gathered extends Pick<Channel, 'digests'> {
  readonly name: string;
}

export async function gatherOverflow(trx: Trx, parts: NoticeParts, channel: Gathered, now: number): Promise<void> {
  const late = await gather(trx, parts, { channel, types: channel.digests, fewest: 2 }, now);
  if (late.length > 0) await notifyOperators(trx, parts, late, now);
}

/** Many unacknowledged alarms are reminded of in one digest. */
export async function gatherReminders(trx: Trx, parts: NoticeParts, channel: Gathered, now: number): Promise<void> {
  const types = channel.digests.filter((type) => type === 'incident-reminder');
  await gather(trx, parts, { channel, types, fewest: parts.config.campaigns.mailsEach + 1 }, now);
}

/** Several messages held for the quiet hours, or for a contact's limit at night, are sent as one. */
export async function gatherHeld(trx: Trx, parts: NoticeParts, channel: Gathered, now: number): Promise<void> {
  const types = [...new Set<Notice['type']>([...channel.digests, ...nightTypes])];
  const waiting = waitingTypes.filter((type) => channel.digests.includes(type));
  const held = await heldMessages(trx, channel.name, types, waiting, now);
  if (held.length === 0) return;
  const digests = await digestsSince(trx, channel.name, now - digestEveryMs, now);
  for (const [endpoint, messages] of Map.groupBy(held, (message) => message.endpoint)) {
    if (messages.length < 2) continue;
    const to = { channel: channel.name, endpoint };
    const night = messages.filter(({ isOfNight }) => isOfNight).length;
    await digestOf(
      trx,
      parts,
      { to, messages, late: 0, digest: digests.get(endpoint), isAfterQuiet: true, night },
      now,
    );
    const ids = messages.map(({ id }) => id);
    await markGathered(trx, ids, now);
  }
}

/** Types about an incident that are included: the digest lists its state in the morning. */
const nightTypes: readonly Notice['type'][] = ['incident-unowned'];

interface Gathering {
  readonly channel: Gathered;
  readonly types: readonly Notice['type'][];
  /** Fewer to one recipient are not gathered, unless a digest is already waiting. */
  readonly fewest: number;
}

/** @returns the messages that were not gathered */
async function gather(
  trx: Trx,
  parts: NoticeParts,
  { channel, types, fewest }: Gathering,
  now: number,
): Promise<DueMessage[]> {
  const due = await dueMessages(trx, channel.name, types, now);
  if (due.length === 0) return [];
  const digests = await digestsSince(trx, channel.name, now - digestEveryMs, now);
  const left: DueMessage[] = [];
  for (const [endpoint, messages] of Map.groupBy(due, (message) => message.endpoint)) {
    const digest = digests.get(endpoint);
    if (messages.length < fewest && !digest?.isWaiting) {
      left.push(...messages);
      continue;
    }
    await digestOf(trx, parts, { to: { channel: channel.name, endpoint }, messages, late: 0, digest }, now);
    const ids = messages.map(({ id }) => id);
    await markGathered(trx, ids, now);
  }
  return left;
}

/** Once an hour and by mail: the recipients will be notified later than they should. */
async function notifyOperators(trx: Trx, parts: NoticeParts, late: readonly DueMessage[], now: number): Promise<void> {
  const digests = await digestsSince(trx, 'mail', now - digestEveryMs, now);
  for (const endpoint of parts.config.mail.operators) {
    const digest = digests.get(endpoint);
    const isSaid =
      digest !== undefined && (digest.isWaiting ? digest.notice.late === late.length : digest.notice.late > 0);
    if (isSaid) continue;
    const to = { channel: 'mail', endpoint };
    await digestOf(trx, parts, { to, messages: late, late: late.length, digest }, now);
  }
}

interface DigestWording {
  readonly to: Endpoint;
  readonly messages: readonly DueMessage[];
  /** Number of delayed messages to others. */
  readonly late: number;
  readonly digest: KnownDigest | undefined;
  /** The messages have waited through the quiet hours: the digest leaves at once. */
  readonly isAfterQuiet?: boolean;
  /** How many of them exceeded the recipient's own nightly limit. */
  readonly night?: number;
}

async function digestOf(
  trx: Trx,
  parts: NoticeParts,
  { to, messages, late, digest, isAfterQuiet = false, night = 0 }: DigestWording,
  now: number,
): Promise<void> {
  const waiting = digest?.isWaiting ? digest : null;
  const known = waiting?.notice.incidents.map(({ number }) => number) ?? [];
  const numbers = new Set([...known, ...messages.flatMap(({ incidentNumber }) => incidentNumber ?? [])]);
  const unseen = new Map(waiting?.notice.unseen.map((one) => [one.url, one]));
  const noticeIds = messages.map(({ noticeId }) => noticeId);
  const overdue = new Map(waiting?.notice.overdue?.map((one) => [one.url, one]));
  for (const page of await pageNotices(trx, noticeIds)) {
    const { site, targetUrl: url } = page;
    if (page.type === 'confirmation-overdue') overdue.set(url, { site: site.name, url, since: page.seenAt });
    else unseen.set(url, { site: site.name, url, since: page.since });
  }
  const facts = {
    incidents: await briefIncidents(trx, [...numbers]),
    unseen: [...unseen.values()],
    overdue: [...overdue.values()],
    late: late > 0 ? late : (waiting?.notice.late ?? 0),
    isAfterQuiet: isAfterQuiet && !waiting,
    night: night + (waiting?.notice.night ?? 0),
  };
  if (waiting) return rewriteNotice(trx, waiting.noticeId, overflowNotice(frameAt(parts, now), facts));
  const notBefore = isAfterQuiet ? now : digestLeavesAt(now, digest?.at ?? null);
  const envelope = { recipients: [to.endpoint], endpoints: [to], notBefore };
  await notify(trx, parts, 'messages-gathered', facts, { at: now, site: null, ...envelope });
}
