/** Records the notice of an event as the table of events defines it: composed, addressed and scheduled. */
import { type EventFacts, type NoticeEvent, noticeTable } from '../../core/notices/events.ts';
import type { Trx } from '../../store/handle.ts';
import type { RegisteredSite } from '../../store/registry/registry.ts';
import { relayOf } from '../channels/relay.ts';
import { audienceOf } from './audience.ts';
import { type Envelope, enqueue, type NoticeParts } from './enqueue.ts';
import { frameAt } from './message-facts.ts';
import { leavesAt } from './schedule.ts';

export interface Occasion extends Partial<Envelope> {
  readonly at: number;
  /** The site it is about; null when it is about none. */
  readonly site: RegisteredSite | null;
}

/** @param occasion `recipients` and `notBefore` where the table leaves them to the event's cause */
export async function notify<Event extends NoticeEvent>(
  trx: Trx,
  parts: NoticeParts,
  event: Event,
  facts: EventFacts[Event],
  { at, site, ...given }: Occasion,
): Promise<void> {
  const line = noticeTable[event];
  if (line === null) return;
  const notice = line.compose(frameAt(parts, at), facts);
  const envelope = {
    recipients: audienceOf(parts, line.audience, notice, site),
    notBefore: leavesAt(parts, line.leaves, site, at),
    ...given,
  };
  if (envelope.recipients.length > 0 || line.isCounted) await enqueue(trx, parts, notice, envelope);
  await relayOf(trx, parts, event, notice, site);
}
