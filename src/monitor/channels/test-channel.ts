/** Sends a test event on one channel, at once and bypassing the outbox. */
import type { Config } from '../../config/schema/schema.ts';
import { VonggacError } from '../../core/errors.ts';
import type { DeliveryResult } from '../../core/notices/message.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { Channels } from '../../core/ports.ts';
import { relayNotice } from '../../core/relay/compose-relay.ts';
import { recordTest } from '../../store/outbox/channel-states.ts';
import { appendAudit, countActs } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import { dashboardUrl, messageId } from '../notices/message-facts.ts';
import type { MonitorParts } from '../parts.ts';
import { relayEndpoints } from './endpoints.ts';
import { telephoneNumber } from './telephones.ts';

type Testing = Pick<MonitorParts, 'clock' | 'config' | 'newId'> & { readonly channels: Partial<Channels> };

const windowMs = 600_000;
const mostInWindow = 10;

/** @param telephone whom to send to, where the channel reaches telephones */
export async function testChannelByHand(
  parts: Testing & Pick<MonitorParts, 'db' | 'channels'>,
  actor: Actor,
  name: string,
  telephone: string,
): Promise<DeliveryResult> {
  assertMay(actor, 'manage-settings', null);
  const at = parts.clock();
  await write(parts.db, async (trx) => {
    if ((await countActs(trx, 'channel-tested', at - windowMs)) >= mostInWindow) {
      throw new VonggacError('refused', 'Ten channels were tested within ten minutes: wait a few minutes.', {
        vi: 'Đã thử kênh mười lần trong mười phút; hãy chờ ít phút rồi thử lại.',
      });
    }
    await appendAudit(trx, { at, actor: actor.name, act: 'channel-tested', subject: `channel ${name.slice(0, 40)}` });
  });
  const { message, result } = await sendTest(parts, name, telephone);
  const { notice, channel, endpoint, messageId: id } = message;
  const failure = result.status === 'sent' ? null : result.reason;
  await write(parts.db, (trx) =>
    recordTest(trx, { notice, endpoint: { channel, endpoint }, messageId: id }, failure, parts.clock()),
  );
  return result;
}

export async function testChannel(parts: Testing, name: string, telephone: string): Promise<DeliveryResult> {
  return (await sendTest(parts, name, telephone)).result;
}

async function sendTest(parts: Testing, name: string, telephone: string) {
  const endpoint = relayEndpoints(parts.config).find((one) => one.name === name);
  const channel = parts.channels[name];
  if (endpoint === undefined || channel === undefined) throw noChannel(parts.config, name);
  const number = endpoint.to === 'telephones' ? telephoneNumber(telephone) : name;
  if (number === null) {
    throw new VonggacError('bad-input', `The channel ${name} reaches telephones: give a number like 0912345678.`, {
      vi: `Kênh ${name} gửi tới điện thoại: hãy nhập số điện thoại, ví dụ 0912 345 678.`,
    });
  }
  const at = parts.clock();
  const notice = relayNotice(at, 'channel.test', { dashboardUrl: dashboardUrl(parts, '/') });
  const own = { id: 0, channel: name, endpoint: number, messageId: messageId(parts), thread: null, attempt: 1 };
  const message = { ...own, notice };
  return { message, result: await channel.deliver(message, async () => null) };
}

function noChannel(config: Config, name: string): VonggacError {
  const names = relayEndpoints(config).map((one) => one.name);
  const known = names.length === 0 ? 'none is configured' : `there are ${names.join(', ')}`;
  return new VonggacError(
    'not-found',
    `There is no channel ${name}: ${known} in the section channels of the configuration; webhooks of the dashboard are tested there.`,
  );
}
