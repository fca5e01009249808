/** The only way a notice enters the outbox, in the transaction of the event it reports. */

import { isHeldAtNight, mayBeHeld } from '../../core/duty/night-cap.ts';
import { hoursAround } from '../../core/duty/quiet-hours.ts';
import { windowAt } from '../../core/duty/watch-windows.ts';
import type { Endpoint } from '../../core/notices/message.ts';
import type { Notice } from '../../core/notices/notice.ts';
import { subjectOf } from '../../core/notices/subject.ts';
import type { Trx } from '../../store/handle.ts';
import { countInHours, knowsIncident, nightCapOf } from '../../store/outbox/night-mail.ts';
import { insertNotice, type NewNotice } from '../../store/outbox/outbox.ts';
import type { OperatorParts } from '../parts.ts';
import { messageId } from './message-facts.ts';

/** Enough to compose, address and schedule a notice. */
export type NoticeParts = Pick<OperatorParts, 'calendar' | 'config' | 'endpointsOf' | 'newId'>;

export interface Envelope {
  /** Mail addresses that identify the recipients; each is reached on every channel that has an endpoint for them. */
  readonly recipients: readonly string[];
  /** Overrides the recipients' endpoints, for a digest of one channel. */
  readonly endpoints?: readonly Endpoint[];
  readonly notBefore: number;
}

export async function enqueue(
  trx: Trx,
  parts: NoticeParts,
  notice: Notice,
  { recipients, endpoints = recipients.flatMap(parts.endpointsOf), notBefore }: Envelope,
): Promise<void> {
  const subject = subjectOf(notice);
  const about = { type: notice.type, incidentNumber: subject.incidentNumber, notBefore };
  const added = { notice, ...subject, endpoints: await heldAtNight(trx, parts, about, distinct(endpoints)), notBefore };
  await insertNotice(trx, added, () => messageId(parts));
}

/** Two recipients may share an endpoint, possibly in different letter case. */
function distinct(endpoints: readonly Endpoint[]): Endpoint[] {
  return [
    ...new Map(endpoints.map((one) => [JSON.stringify([one.channel, one.endpoint.toLowerCase()]), one])).values(),
  ];
}

interface Leaving {
  readonly type: Notice['type'];
  readonly incidentNumber: number | null;
  readonly notBefore: number;
}

/** Mail over a contact's own limit is held until the morning, except in a watch window. */
async function heldAtNight(
  trx: Trx,
  { config, calendar }: NoticeParts,
  { type, incidentNumber, notBefore }: Leaving,
  endpoints: readonly Endpoint[],
): Promise<NewNotice['endpoints']> {
  const night = hoursAround(config.mail.nightHours, notBefore, config.schedule.timezone);
  if (night === null || !mayBeHeld(type) || windowAt(calendar(notBefore), notBefore) !== null) return endpoints;
  const held: NewNotice['endpoints'][number][] = [];
  for (const one of endpoints) {
    const cap = one.channel === 'mail' ? await nightCapOf(trx, one.endpoint) : null;
    const isHeld =
      cap !== null &&
      isHeldAtNight(type, {
        cap,
        count: await countInHours(trx, one, night),
        knows: await knowsIncident(trx, one, incidentNumber),
      });
    held.push(isHeld ? { ...one, heldUntil: night.to } : one);
  }
  return held;
}
