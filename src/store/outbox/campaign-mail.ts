/** Who was notified of a campaign, and what is still waiting to be sent. */
import type { CampaignNotice } from '../../core/notices/about-incidents.ts';
import type { Trx } from '../handle.ts';

/** How many of the campaign's incidents were mailed to a recipient individually since a time. */
export async function countNotifiedSince(
  trx: Trx,
  campaignNumber: number,
  endpoint: string,
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
    .where('outbox.endpoint', '=', endpoint)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Whether a recipient got an individual mail that the incident opened. */
export async function wasNotified(trx: Trx, incidentNumber: number, endpoint: string): Promise<boolean> {
  const row = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select('outbox.id')
    .where('notices.incidentNumber', '=', incidentNumber)
    .where('notices.type', '=', 'incident-opened')
    .where('outbox.endpoint', '=', endpoint)
    .executeTakeFirst();
  return row !== undefined;
}

export interface WaitingNotice {
  readonly type: CampaignNotice['type'];
  readonly nextAttemptAt: number;
}

/** Drops the recipient's campaign messages that nobody has begun to send. */
export async function takeBackWaiting(
  trx: Trx,
  campaignNumber: number,
  endpoint: string,
): Promise<WaitingNotice | null> {
  const waiting = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select(['outbox.id', 'outbox.noticeId', 'outbox.nextAttemptAt', 'notices.type'])
    .where('notices.campaignNumber', '=', campaignNumber)
    .where('outbox.endpoint', '=', endpoint)
    .where('outbox.status', '=', 'queued')
    .where('outbox.attempts', '=', 0)
    .executeTakeFirst();
  if (!waiting) return null;
  // On every channel where sending to the recipient has not begun.
  const rest = trx.deleteFrom('outbox').where('noticeId', '=', waiting.noticeId);
  await rest.where('status', '=', 'queued').where('attempts', '=', 0).execute();
  const left = trx.selectFrom('outbox').select('id').where('noticeId', '=', waiting.noticeId).limit(1);
  if (!(await left.executeTakeFirst())) await trx.deleteFrom('notices').where('id', '=', waiting.noticeId).execute();
  return { type: waiting.type as CampaignNotice['type'], nextAttemptAt: waiting.nextAttemptAt };
}

/** Recipients with unsent campaign messages. */
export async function waitingRecipients(trx: Trx, campaignNumber: number): Promise<string[]> {
  const rows = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select('outbox.endpoint')
    .distinct()
    .where('notices.campaignNumber', '=', campaignNumber)
    .where('outbox.status', '=', 'queued')
    .where('outbox.attempts', '=', 0)
    .execute();
  return rows.map(({ endpoint }) => endpoint);
}

/** When the newest digest to a recipient was due or sent; null without one. */
export async function lastDigestAt(trx: Trx, campaignNumber: number, endpoint: string): Promise<number | null> {
  const row = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select((eb) => eb.fn.max(eb.fn.coalesce('outbox.endedAt', 'outbox.nextAttemptAt')).as('at'))
    .where('notices.campaignNumber', '=', campaignNumber)
    .where('notices.type', '=', 'campaign-digest')
    .where('outbox.endpoint', '=', endpoint)
    .executeTakeFirst();
  return row?.at ?? null;
}
