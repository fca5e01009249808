/** What the link in a mail about an incident refers to. */
import type { Database, Trx } from './database.ts';

export interface LinkedMessage {
  readonly id: number;
  readonly recipient: string;
  readonly messageId: string;
  readonly incidentNumber: number;
  readonly siteId: number;
  readonly createdAt: number;
  readonly linkUsedAt: number | null;
}

export async function getLinkedMessage(db: Database | Trx, id: number): Promise<LinkedMessage | null> {
  const row = await db
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .innerJoin('incidents', 'incidents.number', 'notices.incidentNumber')
    .select(['outbox.id', 'outbox.recipient', 'outbox.messageId', 'outbox.createdAt', 'outbox.linkUsedAt'])
    .select(['incidents.number as incidentNumber', 'incidents.siteId'])
    .where('outbox.id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Whether the portal's mails still go to this address: who left the list has no say any more. */
export async function isRecipient(db: Database | Trx, siteId: number, email: string): Promise<boolean> {
  const row = await db
    .selectFrom('recipients')
    .select('email')
    .where('siteId', '=', siteId)
    .where('email', '=', email)
    .executeTakeFirst();
  return row !== undefined;
}

/** Uses up every link that was mailed to the recipient about the incident so far. */
export async function useLinks(trx: Trx, message: LinkedMessage, now: number): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ linkUsedAt: now })
    .where('recipient', '=', message.recipient)
    .where('linkUsedAt', 'is', null)
    .where(
      'noticeId',
      'in',
      trx.selectFrom('notices').select('id').where('incidentNumber', '=', message.incidentNumber),
    )
    .execute();
}
