/** What the channels for machines have in common: they carry events only, and only those in their endpoint's scope. */
import type { DeliveryResult, Notification } from '../core/notices/message.ts';
import type { Channel } from '../core/ports.ts';
import type { RelayNotice } from '../core/relay/relay-event.ts';
import { accepts, type RelayEndpoint, shownTo } from '../core/relay/relay-table.ts';

export type DeliverRelay = (notice: RelayNotice, notification: Notification) => Promise<DeliveryResult>;

export function relayChannel(endpoint: RelayEndpoint, hourlyCap: number, deliver: DeliverRelay): Channel {
  return {
    async deliver(notification) {
      const { notice } = notification;
      if (notice.type !== 'relay') return { status: 'dead', reason: 'Only events are sent on this channel.' };
      if (!accepts(endpoint, notice)) {
        return { status: 'dead', reason: 'The event is outside the scope that the endpoint has now.' };
      }
      return deliver(shownTo(endpoint, notice), notification);
    },
    limits: () => ({ hourly: hourlyCap, reserved: 0 }),
    digests: [],
  };
}

/** The part of a message's number that is its own. */
export function eventId({ messageId }: Pick<Notification, 'messageId'>): string {
  return `evt_${messageId.split('@', 1)[0]}`;
}
