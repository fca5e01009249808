/** Messages over the hourly limit, and the digests that replace them. */
import type { CampaignIncident } from '../../core/notices/about-incidents.ts';
import type { OverdueNotice, OverflowNotice, UnknownNotice } from '../../core/notices/about-pages.ts';
import type { Notice } from '../../core/notices/notice.ts';
import { readable } from '../codecs/codec.ts';
import { incidentKinds } from '../codecs/incident-codecs.ts';
import { noticePayload } from '../codecs/notice-codec.ts';
import type { Trx } from '../handle.ts';

export interface DueMessage {
  readonly id: number;
  readonly endpoint: string;
  readonly incidentNumber: number | null;
  readonly noticeId: number;
}

const mostGathered = 2_000;

/** Due messages that nobody has begun to send. */
export async function dueMessages(
  trx: Trx,
  channel: string,
  types: readonly Notice['type'][],
  now: number,
): Promise<DueMessage[]> {
  return trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select(['outbox.id', 'outbox.endpoint', 'outbox.noticeId', 'notices.incidentNumber'])
    .where('outbox.channel', '=', channel)
    .where('outbox.status', '=', 'queued')
    .where('outbox.attempts', '=', 0)
    .where('outbox.nextAttemptAt', '<=', now)
    .where('notices.type', 'in', [...types])
    .orderBy('outbox.id')
    .limit(mostGathered)
    .execute();
}

export interface HeldMessage extends DueMessage {
  /** Held for the night because its recipient reached the limit. */
  readonly isOfNight: boolean;
}

/**
 * Those that were held back and are due now.
 * @param types that may be held for the night
 * @param waiting types that are held for the quiet hours if due later than their event
 */
export async function heldMessages(
  trx: Trx,
  channel: string,
  types: readonly Notice['type'][],
  waiting: readonly Notice['type'][],
  now: number,
): Promise<HeldMessage[]> {
  const due = await dueMessages(trx, channel, types, now);
  if (due.length === 0) return [];
  const held = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select(['outbox.id', 'outbox.heldUntil'])
    .where(
      'outbox.id',
      'in',
      due.map(({ id }) => id),
    )
    .where((eb) =>
      eb.or([
        eb('outbox.heldUntil', 'is not', null),
        eb.and([eb('notices.type', 'in', [...waiting]), eb('outbox.nextAttemptAt', '>', eb.ref('outbox.createdAt'))]),
      ]),
    )
    .execute();
  const isOfNight = new Map(held.map(({ id, heldUntil }) => [id, heldUntil !== null]));
  return due.flatMap((one) => {
    const night = isOfNight.get(one.id);
    return night === undefined ? [] : [{ ...one, isOfNight: night }];
  });
}

/** Pages these notices report as unreachable, or with an alarm that no look could confirm. */
export async function pageNotices(trx: Trx, noticeIds: readonly number[]): Promise<(UnknownNotice | OverdueNotice)[]> {
  const rows = await trx
    .selectFrom('notices')
    .select(['id', 'payloadJson'])
    .where('id', 'in', [...noticeIds])
    .where('type', 'in', ['unknown-agency', 'unknown-operator', 'confirmation-overdue'])
    .execute();
  return rows
    .flatMap(({ id, payloadJson }) => readable(() => noticePayload.decode(payloadJson, id)) ?? [])
    .filter(isAboutPage);
}

function isAboutPage(notice: Notice): notice is UnknownNotice | OverdueNotice {
  return ['unknown-agency', 'unknown-operator', 'confirmation-overdue'].includes(notice.type);
}

/** Keeps them on record as covered by a digest. */
export async function markGathered(trx: Trx, ids: readonly number[], now: number): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ status: 'gathered', endedAt: now })
    .where('id', 'in', [...ids])
    .execute();
}

export interface KnownDigest {
  readonly noticeId: number;
  readonly at: number;
  readonly isWaiting: boolean;
  readonly notice: OverflowNotice;
}

/** The newest digest to each recipient since a time; one from after `now` was written before the clock was set back. */
export async function digestsSince(
  trx: Trx,
  channel: string,
  since: number,
  now: number,
): Promise<Map<string, KnownDigest>> {
  const rows = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select(['outbox.endpoint', 'outbox.noticeId', 'outbox.status', 'outbox.attempts'])
    .select(['notices.at', 'notices.payloadJson'])
    .where('outbox.channel', '=', channel)
    .where('notices.type', '=', 'overflow-digest')
    .where('notices.at', '>=', since)
    .where('notices.at', '<=', now)
    .orderBy('outbox.id')
    .execute();
  const digests = new Map<string, KnownDigest>();
  for (const { endpoint, noticeId, status, attempts, at, payloadJson } of rows) {
    const notice = readable(() => noticePayload.decode(payloadJson, noticeId));
    const isWaiting = status === 'queued' && attempts === 0;
    if (notice?.type === 'overflow-digest') digests.set(endpoint, { noticeId, at, isWaiting, notice });
  }
  return digests;
}

export async function rewriteNotice(trx: Trx, noticeId: number, notice: Notice): Promise<void> {
  await trx
    .updateTable('notices')
    .set({ payloadJson: noticePayload.encode(notice) })
    .where('id', '=', noticeId)
    .execute();
}

/** In their current state, newest first. */
export async function briefIncidents(trx: Trx, numbers: readonly number[]): Promise<CampaignIncident[]> {
  const rows = await trx
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .select(['incidents.number', 'incidents.kindsJson', 'incidents.status', 'incidents.openedAt'])
    .select(['sites.name as site', 'sites.url'])
    .where('incidents.number', 'in', [...numbers])
    .orderBy('incidents.number', 'desc')
    .execute();
  return rows.map(({ kindsJson, ...row }) => ({
    ...row,
    kinds: readable(() => incidentKinds.decode(kindsJson, row.number)) ?? [],
  }));
}
