/** Removes personal data of requests: with the row itself when its time is over, without it on demand. */
import type { NoticeType } from '../../core/notices/notice.ts';
import type { Trx } from '../handle.ts';

/** Notices that are addressed to people who asked for something. */
const requestNotices: readonly NoticeType[] = ['request-confirm', 'request-proof', 'request-answer'];

/** The details, links and proofs of a request, and every message of ours to its addresses. */
export async function eraseDetails(trx: Trx, id: number, addresses: readonly string[], newKey: string): Promise<void> {
  await trx.deleteFrom('requestDetails').where('requestId', '=', id).execute();
  await trx.deleteFrom('requestTokens').where('requestId', '=', id).execute();
  await trx.updateTable('requests').set({ duplicateKey: newKey }).where('id', '=', id).execute();
  const notices = trx
    .selectFrom('notices')
    .select('id')
    .where('type', 'in', [...requestNotices]);
  for (const address of new Set(addresses.filter((one) => one !== ''))) {
    await trx.deleteFrom('outbox').where('endpoint', '=', address).where('noticeId', 'in', notices).execute();
  }
}

export async function deleteRequest(trx: Trx, id: number): Promise<void> {
  await trx.deleteFrom('requestProofs').where('requestId', '=', id).execute();
  await trx.deleteFrom('requests').where('id', '=', id).execute();
}
