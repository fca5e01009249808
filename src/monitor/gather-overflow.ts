/**
 * The last tenth of the hourly cap is kept from single messages about portals. From then on whoever has several waiting
 * gets one digest that says them all, single ones to others wait for the next hour, and operators are told of those.
 */
import { waitingTypes } from '../core/duty/quiet-hours.ts';
import type { Notice, OverflowNotice } from '../core/notice.ts';
import type { Trx } from '../store/database.ts';
import { insertNotice } from '../store/outbox.ts';
import {
  briefIncidents,
  type DueMessage,
  digestsSince,
  dueMessages,
  heldMessages,
  type KnownDigest,
  markGathered,
  rewriteNotice,
  unknownNotices,
} from '../store/overflow.ts';
import { dashboardUrl, messageId } from './message-facts.ts';
import type { DeskParts } from './parts.ts';

type Telling = Pick<DeskParts, 'config' | 'newId'>;

/** A digest waits this long for company, and follows the one before after this long. */
const gatherMs = 600_000;
const digestEveryMs = 3_600_000;

/** About portals, one at a time: a list says as much in short. */
export const gatheredTypes: readonly Notice['type'][] = [
  'incident-opened',
  'incident-updated',
  'incident-escalated',
  'incident-reminder',
  'incident-resolved',
  'unknown-agency',
  'unknown-operator',
];

/** A tenth, and at least one where there are two. */
export function digestReserve(hourlyCap: number): number {
  return Math.min(hourlyCap - 1, Math.ceil(hourlyCap / 10));
}

export async function gatherOverflow(trx: Trx, parts: Telling, now: number): Promise<void> {
  const late = await gather(trx, parts, { types: gatheredTypes, fewest: 2 }, now);
  if (late.length > 0) await tellOperators(trx, parts, late, now);
}

/** Who left many alarms lying is reminded of them all at once. */
export async function gatherReminders(trx: Trx, parts: Telling, now: number): Promise<void> {
  await gather(trx, parts, { types: ['incident-reminder'], fewest: parts.config.campaigns.mailsEach + 1 }, now);
}

/** What waited for the end of the quiet hours comes as one message, where it is more than one. */
export async function gatherHeld(trx: Trx, parts: Telling, now: number): Promise<void> {
  const held = await heldMessages(trx, waitingTypes, now);
  if (held.length === 0) return;
  const digests = await digestsSince(trx, now - digestEveryMs, now);
  for (const [recipient, messages] of Map.groupBy(held, (message) => message.recipient)) {
    if (messages.length < 2) continue;
    const digest = digests.get(recipient);
    await sayInDigest(trx, parts, { recipient, messages, late: 0, digest, isAfterQuiet: true }, now);
    const ids = messages.map(({ id }) => id);
    await markGathered(trx, ids, now);
  }
}

interface Gathering {
  readonly types: readonly Notice['type'][];
  /** Fewer to one recipient are no crowd, unless a digest waits for company anyway. */
  readonly fewest: number;
}

/** @returns the messages that were left alone */
async function gather(trx: Trx, parts: Telling, { types, fewest }: Gathering, now: number): Promise<DueMessage[]> {
  const due = await dueMessages(trx, types, now);
  if (due.length === 0) return [];
  const digests = await digestsSince(trx, now - digestEveryMs, now);
  const left: DueMessage[] = [];
  for (const [recipient, messages] of Map.groupBy(due, (message) => message.recipient)) {
    const digest = digests.get(recipient);
    if (messages.length < fewest && !digest?.isWaiting) {
      left.push(...messages);
      continue;
    }
    await sayInDigest(trx, parts, { recipient, messages, late: 0, digest }, now);
    const ids = messages.map(({ id }) => id);
    await markGathered(trx, ids, now);
  }
  return left;
}

/** Once an hour: their agencies will hear later than they should. */
async function tellOperators(trx: Trx, parts: Telling, late: readonly DueMessage[], now: number): Promise<void> {
  const digests = await digestsSince(trx, now - digestEveryMs, now);
  for (const recipient of parts.config.mail.operators) {
    const digest = digests.get(recipient);
    const isSaid =
      digest !== undefined && (digest.isWaiting ? digest.notice.late === late.length : digest.notice.late > 0);
    if (!isSaid) await sayInDigest(trx, parts, { recipient, messages: late, late: late.length, digest }, now);
  }
}

interface Saying {
  readonly recipient: string;
  readonly messages: readonly DueMessage[];
  /** Messages to others that wait. */
  readonly late: number;
  readonly digest: KnownDigest | undefined;
  /** They have waited long enough: the digest leaves at once. */
  readonly isAfterQuiet?: boolean;
}

async function sayInDigest(
  trx: Trx,
  parts: Telling,
  { recipient, messages, late, digest, isAfterQuiet = false }: Saying,
  now: number,
): Promise<void> {
  const waiting = digest?.isWaiting ? digest : null;
  const known = waiting?.notice.incidents.map(({ number }) => number) ?? [];
  const numbers = new Set([...known, ...messages.flatMap(({ incidentNumber }) => incidentNumber ?? [])]);
  const unseen = new Map(waiting?.notice.unseen.map((one) => [one.url, one]));
  const noticeIds = messages.map(({ noticeId }) => noticeId);
  for (const { site, targetUrl: url, since } of await unknownNotices(trx, noticeIds)) {
    unseen.set(url, { site: site.name, url, since });
  }
  const notice: OverflowNotice = {
    type: 'overflow-digest',
    at: now,
    incidents: await briefIncidents(trx, [...numbers]),
    unseen: [...unseen.values()],
    late: late > 0 ? late : (waiting?.notice.late ?? 0),
    ...(isAfterQuiet && !waiting ? { isAfterQuiet } : {}),
    dashboardUrl: dashboardUrl(parts, '/incidents'),
    contacts: parts.config.national.contacts,
  };
  if (waiting) return rewriteNotice(trx, waiting.noticeId, notice);
  const notBefore = isAfterQuiet ? now : Math.max(now + gatherMs, digest ? digest.at + digestEveryMs : 0);
  const added = { notice, siteId: null, incidentNumber: null, recipients: [recipient], notBefore };
  await insertNotice(trx, added, () => messageId(parts));
}
