/** The only way a notice enters the outbox, in the transaction of the event it reports. */
import type { Endpoint, Notice } from '../../core/notices/notice.ts';
import { subjectOf } from '../../core/notices/subject.ts';
import type { Trx } from '../../store/handle.ts';
import { insertNotice } from '../../store/outbox/outbox.ts';
import type { OperatorParts } from '../parts.ts';
import { messageId } from './message-facts.ts';

/** Enough to compose, address and schedule a notice. */
export type NoticeParts = Pick<OperatorParts, 'calendar' | 'config' | 'endpointsOf' | 'newId'>;

export interface Envelope {
  /** Known by their mail addresses; each is reached on every channel that knows them. */
  readonly recipients: readonly string[];
  /** Only these, in place of wherever the recipients are reached: for a digest of one channel. */
  readonly endpoints?: readonly Endpoint[];
  readonly notBefore: number;
}

export async function enqueue(
  trx: Trx,
  parts: NoticeParts,
  notice: Notice,
  { recipients, endpoints = recipients.flatMap(parts.endpointsOf), notBefore }: Envelope,
): Promise<void> {
  const added = { notice, ...subjectOf(notice), endpoints: distinct(endpoints), notBefore };
  await insertNotice(trx, added, () => messageId(parts));
}

/** Two recipients may share an endpoint. */
function distinct(endpoints: readonly Endpoint[]): Endpoint[] {
  return [...new Map(endpoints.map((one) => [JSON.stringify([one.channel, one.endpoint]), one])).values()];
}
