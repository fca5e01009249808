/** The channel webhook: CloudEvents, signed as Standard Webhooks. */
import type { Channel, Clock, SendRequest } from '../../core/ports.ts';
import type { RelayEndpoint } from '../../core/relay/relay-table.ts';
import { httpOutcome } from '../http-outcome.ts';
import { eventId, relayChannel } from '../relay-channel.ts';
import { cloudEvent } from './cloud-event.ts';
import { webhookHeaders } from './sign.ts';

export interface WebhookOptions {
  readonly endpoint: RelayEndpoint;
  readonly url: string;
  readonly key: Buffer;
  readonly hourlyCap: number;
  readonly source: string;
  readonly clock: Clock;
  readonly send: SendRequest;
}

export function createWebhook({ endpoint, url, key, hourlyCap, source, clock, send }: WebhookOptions): Channel {
  return relayChannel(endpoint, hourlyCap, async (notice, notification) => {
    const id = eventId(notification);
    const body = cloudEvent(notice, { id, sequence: notification.id, source });
    const type = ['content-type', 'application/cloudevents+json; charset=utf-8'] as const;
    const headers = [type, ...webhookHeaders(key, id, clock(), body)];
    return httpOutcome(await send({ url, headers, body: Buffer.from(body, 'utf8') }), clock());
  });
}
