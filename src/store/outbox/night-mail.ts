/** Number of messages a recipient gets per night, and the limit set for them. */
import { sql } from 'kysely';
import type { Hours } from '../../core/duty/quiet-hours.ts';
import type { Endpoint } from '../../core/notices/message.ts';
import type { Trx } from '../handle.ts';

/** The lowest limit where several agencies list the same address; null: no limit. */
export async function nightCapOf(trx: Trx, email: string): Promise<number | null> {
  const row = await trx
    .selectFrom('contacts')
    .select((eb) => eb.fn.min('nightCap').as('cap'))
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirst();
  return row?.cap ?? null;
}

/** Sent in these hours, or due to be sent in them. */
export async function countInHours(trx: Trx, { channel, endpoint }: Endpoint, { from, to }: Hours): Promise<number> {
  const row = await trx
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('channel', '=', channel)
    .where('endpoint', '=', endpoint)
    .where((eb) =>
      eb.or([
        eb.and([eb('status', '=', 'sent'), eb('endedAt', '>=', from), eb('endedAt', '<', to)]),
        eb.and([
          eb('status', 'in', ['queued', 'claimed']),
          eb('nextAttemptAt', '>=', from),
          eb('nextAttemptAt', '<', to),
        ]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Whether there is a message about the incident to this endpoint, sent or not. */
export async function knowsIncident(
  trx: Trx,
  { channel, endpoint }: Endpoint,
  incidentNumber: number | null,
): Promise<boolean> {
  if (incidentNumber === null) return false;
  const row = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select('outbox.id')
    .where('notices.incidentNumber', '=', incidentNumber)
    .where('outbox.channel', '=', channel)
    .where('outbox.endpoint', '=', endpoint)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
