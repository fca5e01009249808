/** A message to one address, to see whether mail works. */
import { VonggacError } from '../../core/errors.ts';
import type { DeliveryResult } from '../../core/notice.ts';
import { appendAudit } from '../../store/audit.ts';
import { messageId } from '../message-facts.ts';
import type { Parts } from '../parts.ts';

const windowMs = 600_000;
const mostInWindow = 5;

/** Rejects with a `VonggacError` when it was asked for too often. */
export async function sendTestMail(
  parts: Pick<Parts, 'clock' | 'config' | 'db' | 'deliver' | 'newId'>,
  recipient: string,
  actor: string,
): Promise<DeliveryResult> {
  const at = parts.clock();
  await parts.db.transaction().execute(async (trx) => {
    const { count } = await trx
      .selectFrom('audit')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('act', '=', 'mail-tested')
      .where('at', '>', at - windowMs)
      .executeTakeFirstOrThrow();
    if (Number(count) >= mostInWindow) {
      throw new VonggacError('refused', 'Five test messages were sent in ten minutes: wait a little.', {
        vi: 'Đã gửi năm thư thử trong mười phút; hãy chờ ít phút rồi thử lại.',
      });
    }
    await appendAudit(trx, { at, actor, act: 'mail-tested', subject: 'dashboard', detail: { address: recipient } });
  });
  const test = { id: 0, recipient, messageId: messageId(parts), inReplyTo: null, attempt: 1 };
  return parts.deliver({ ...test, notice: { type: 'test', at } }, async () => null);
}
