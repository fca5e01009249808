/** What the link in a mail about incidents refers to. */
import type { Notice } from '../core/notice.ts';
import type { Database, Trx } from './database.ts';

export interface LinkedMessage {
  readonly id: number;
  readonly recipient: string;
  readonly messageId: string;
  /** As it was sent. */
  readonly notice: Notice;
  readonly createdAt: number;
  readonly linkUsedAt: number | null;
}

export async function getLinkedMessage(db: Database | Trx, id: number): Promise<LinkedMessage | null> {
  const row = await db
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select(['outbox.id', 'outbox.recipient', 'outbox.messageId', 'outbox.createdAt', 'outbox.linkUsedAt'])
    .select('notices.payloadJson')
    .where('outbox.id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  const { payloadJson, ...message } = row;
  return { ...message, notice: JSON.parse(payloadJson) as Notice };
}

/** Uses this one up, and every link that was mailed to its recipient about one of the incidents alone. */
export async function useLinks(
  trx: Trx,
  { id, recipient }: LinkedMessage,
  incidentNumbers: readonly number[],
  now: number,
): Promise<void> {
  const about = trx
    .selectFrom('notices')
    .select('id')
    .where('incidentNumber', 'in', [...incidentNumbers]);
  await trx
    .updateTable('outbox')
    .set({ linkUsedAt: now })
    .where('recipient', '=', recipient)
    .where('linkUsedAt', 'is', null)
    .where((eb) => eb.or([eb('id', '=', id), eb('noticeId', 'in', about)]))
    .execute();
}
