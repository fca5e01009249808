/** How each channel fares: what waits, what was sent last, and what became of the latest messages. */
import type { ChannelOutage } from '../../core/notices/channel-outage.ts';
import type { Endpoint } from '../../core/notices/message.ts';
import type { Notice } from '../../core/notices/notice.ts';
import { readable } from '../codecs/codec.ts';
import { noticePayload } from '../codecs/notice-codec.ts';
import type { Database, Trx } from '../handle.ts';
import { getOutage } from '../records/channel-outages.ts';
import { insertNotice } from './outbox.ts';

export interface ChannelState {
  readonly channel: string;
  /** Messages waiting or being sent. */
  readonly waiting: number;
  /** Since when the longest of them has waited; null when none does. */
  readonly waitingSince: number | null;
  readonly lastSentAt: number | null;
  /** Since when its server has not answered; null while it does. */
  readonly outage: ChannelOutage | null;
}

/** In the order of the names given. */
export async function channelStates(db: Database | Trx, channels: readonly string[]): Promise<ChannelState[]> {
  const waiting = await db
    .selectFrom('outbox')
    .select(['channel', (eb) => eb.fn.countAll<number>().as('waiting'), (eb) => eb.fn.min('createdAt').as('since')])
    .where('status', 'in', ['queued', 'claimed'])
    .groupBy('channel')
    .execute();
  const states: ChannelState[] = [];
  for (const channel of channels) {
    const row = waiting.find((one) => one.channel === channel);
    const sent = await db
      .selectFrom('outbox')
      .select('endedAt')
      .where('channel', '=', channel)
      .where('status', '=', 'sent')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    states.push({
      channel,
      waiting: Number(row?.waiting ?? 0),
      waitingSince: row?.since ?? null,
      lastSentAt: sent?.endedAt ?? null,
      outage: await getOutage(db, channel),
    });
  }
  return states;
}

export interface ChannelMessage {
  readonly id: number;
  readonly status: string;
  readonly attempts: number;
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly lastError: string | null;
  /** Null when it cannot be read any more. */
  readonly notice: Notice | null;
}

/** Records what became of a test by hand, which was sent at once. @param failure null: it was accepted */
export async function recordTest(
  trx: Trx,
  { notice, endpoint, messageId }: { readonly notice: Notice; readonly endpoint: Endpoint; readonly messageId: string },
  failure: string | null,
  now: number,
): Promise<void> {
  const about = { siteId: null, incidentNumber: null, notBefore: notice.at };
  const noticeId = await insertNotice(trx, { notice, ...about, endpoints: [endpoint] }, () => messageId);
  await trx
    .updateTable('outbox')
    .set({ status: failure === null ? 'sent' : 'tested', attempts: 1, endedAt: now, lastError: failure })
    .where('noticeId', '=', noticeId)
    .execute();
}

/** Newest first. */
export async function latestMessages(db: Database | Trx, channel: string, limit: number): Promise<ChannelMessage[]> {
  const rows = await db
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select(['outbox.id', 'outbox.status', 'outbox.attempts', 'outbox.createdAt', 'outbox.endedAt'])
    .select(['outbox.lastError', 'notices.payloadJson', 'notices.id as noticeId'])
    .where('outbox.channel', '=', channel)
    .orderBy('outbox.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ payloadJson, noticeId, ...row }) => ({
    ...row,
    notice: readable(() => noticePayload.decode(payloadJson, noticeId)) ?? null,
  }));
}
