/** Notices in the order they were written. */
import type { Notice } from '../../core/notices/notice.ts';
import { noticePayload } from '../codecs/notice-codec.ts';
import type { Trx } from '../handle.ts';

export interface WrittenNotices {
  /** The newest one's number; 0 when there is none. */
  readonly last: number;
  readonly notices: readonly { readonly notice: Notice; readonly recipients: readonly string[] }[];
}

/** @param after a notice's number; null reads the newest number only */
export async function noticesSince(trx: Trx, after: number | null): Promise<WrittenNotices> {
  const { last } = await trx
    .selectFrom('notices')
    .select((eb) => eb.fn.coalesce(eb.fn.max('id'), eb.lit(0)).as('last'))
    .executeTakeFirstOrThrow();
  if (after === null) return { last: Number(last), notices: [] };
  const rows = await trx
    .selectFrom('notices')
    .select(['id', 'payloadJson'])
    .where('id', '>', after)
    .orderBy('id')
    .execute();
  const messages = await trx
    .selectFrom('outbox')
    .select(['noticeId', 'endpoint'])
    .where('noticeId', '>', after)
    .execute();
  const notices = rows.map(({ id, payloadJson }) => ({
    notice: noticePayload.decode(payloadJson, id),
    recipients: messages.filter(({ noticeId }) => noticeId === id).map(({ endpoint }) => endpoint),
  }));
  return { last: Number(last), notices };
}
