/** What an acknowledge link in a mail refers to. */
import type { Notice } from '../../core/notices/notice.ts';
import { noticePayload } from '../codecs/notice-codec.ts';
import type { Database, Trx } from '../handle.ts';

export interface LinkedMessage {
  readonly id: number;
  readonly endpoint: string;
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
    .select(['outbox.id', 'outbox.endpoint', 'outbox.messageId', 'outbox.createdAt', 'outbox.linkUsedAt'])
    .select(['notices.id as noticeId', 'notices.payloadJson'])
    .where('outbox.id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  const { noticeId, payloadJson, ...message } = row;
  return { ...message, notice: noticePayload.decode(payloadJson, noticeId) };
}

/** Uses up this link, and every link mailed to its recipient about only one of the incidents. */
export async function useLinks(
  trx: Trx,
  { id, endpoint }: LinkedMessage,
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
    .where('endpoint', '=', endpoint)
    .where('linkUsedAt', 'is', null)
    .where((eb) => eb.or([eb('id', '=', id), eb('noticeId', 'in', about)]))
    .execute();
}
