/** Sends a message to one address to test mail. */

import { VonggacError } from '../../core/errors.ts';
import type { DeliveryResult, Notification } from '../../core/notices/message.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import { appendAudit, countActs } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import { messageId } from '../notices/message-facts.ts';
import type { MonitorParts } from '../parts.ts';

const windowMs = 600_000;
const mostInWindow = 5;

/** Rejects with a `VonggacError` when it was requested too often. */
export async function sendTestMail(
  parts: Pick<MonitorParts, 'clock' | 'config' | 'db' | 'channels' | 'newId'>,
  actor: Actor,
  recipient: string,
): Promise<DeliveryResult> {
  assertMay(actor, 'manage-settings', null);
  const at = parts.clock();
  await write(parts.db, async (trx) => {
    if ((await countActs(trx, 'mail-tested', at - windowMs)) >= mostInWindow) {
      throw new VonggacError('refused', 'Five test messages were sent within ten minutes: wait a few minutes.', {
        vi: 'Đã gửi năm thư thử trong mười phút; hãy chờ ít phút rồi thử lại.',
      });
    }
    await appendAudit(trx, {
      at,
      actor: actor.name,
      act: 'mail-tested',
      subject: 'dashboard',
      detail: { address: recipient },
    });
  });
  return parts.channels.mail.deliver(testMessage(parts, recipient, at), async () => null);
}

/** Sent to the server at once, bypassing the outbox. */
export function testMessage(parts: Pick<MonitorParts, 'config' | 'newId'>, address: string, at: number): Notification {
  return {
    id: 0,
    channel: 'mail',
    endpoint: address,
    messageId: messageId(parts),
    thread: null,
    attempt: 1,
    notice: { type: 'test', at },
  };
}
