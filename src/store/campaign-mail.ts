/** Who was told what of a campaign, and what still waits to be told. */
import type { CampaignNotice } from '../core/notice.ts';
import type { Trx } from './database.ts';

/** How many of the campaign's incidents a recipient was told one by one since a time. */
export async function countToldSince(
  trx: Trx,
  campaignNumber: number,
  recipient: string,
  since: number,
): Promise<number> {
  const { count } = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .innerJoin('incidents', 'incidents.number', 'notices.incidentNumber')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('incidents.campaignNumber', '=', campaignNumber)
    .where('notices.type', '=', 'incident-opened')
    .where('notices.at', '>=', since)
    .where('outbox.recipient', '=', recipient)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Whether a recipient was told that an incident opened, by a mail of its own. */
export async function wasTold(trx: Trx, incidentNumber: number, recipient: string): Promise<boolean> {
  const row = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select('outbox.id')
    .where('notices.incidentNumber', '=', incidentNumber)
    .where('notices.type', '=', 'incident-opened')
    .where('outbox.recipient', '=', recipient)
    .executeTakeFirst();
  return row !== undefined;
}

export interface WaitingNotice {
  readonly type: CampaignNotice['type'];
  readonly nextAttemptAt: number;
}

/** Takes back what the recipient was to be told of the campaign and nobody began to send. */
export async function takeBackWaiting(
  trx: Trx,
  campaignNumber: number,
  recipient: string,
): Promise<WaitingNotice | null> {
  const waiting = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select(['outbox.id', 'outbox.noticeId', 'outbox.nextAttemptAt', 'notices.type'])
    .where('notices.campaignNumber', '=', campaignNumber)
    .where('outbox.recipient', '=', recipient)
    .where('outbox.status', '=', 'queued')
    .where('outbox.attempts', '=', 0)
    .executeTakeFirst();
  if (!waiting) return null;
  await trx.deleteFrom('outbox').where('id', '=', waiting.id).execute();
  await trx.deleteFrom('notices').where('id', '=', waiting.noticeId).execute();
  return { type: waiting.type as CampaignNotice['type'], nextAttemptAt: waiting.nextAttemptAt };
}

/** Everybody for whom something of the campaign waits to be sent. */
export async function waitingRecipients(trx: Trx, campaignNumber: number): Promise<string[]> {
  const rows = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select('outbox.recipient')
    .distinct()
    .where('notices.campaignNumber', '=', campaignNumber)
    .where('outbox.status', '=', 'queued')
    .where('outbox.attempts', '=', 0)
    .execute();
  return rows.map(({ recipient }) => recipient);
}

/** When the newest digest to a recipient was due or sent, null when there was none. */
export async function lastDigestAt(trx: Trx, campaignNumber: number, recipient: string): Promise<number | null> {
  const row = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select((eb) => eb.fn.max(eb.fn.coalesce('outbox.endedAt', 'outbox.nextAttemptAt')).as('at'))
    .where('notices.campaignNumber', '=', campaignNumber)
    .where('notices.type', '=', 'campaign-digest')
    .where('outbox.recipient', '=', recipient)
    .executeTakeFirst();
  return row?.at ?? null;
}
