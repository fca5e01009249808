/** What was sent about unowned incidents. */
import type { Notified } from '../../core/incidents/reminder.ts';
import type { Database, Trx } from '../handle.ts';

const asking = ['incident-opened', 'incident-escalated', 'incident-reopened', 'maintenance-summary'] as const;

/** For every open incident, or for one, by number. */
export async function notifiedOfOpen(db: Database | Trx, number?: number): Promise<Map<number, Notified>> {
  let query = db
    .selectFrom('notices')
    .innerJoin('incidents', (join) =>
      join.on((eb) =>
        eb.or([
          eb('incidents.number', '=', eb.ref('notices.incidentNumber')),
          // At the end of maintenance one message covers every open incident of the site.
          eb.and([
            eb('notices.type', '=', 'maintenance-summary'),
            eb('incidents.siteId', '=', eb.ref('notices.siteId')),
            eb('incidents.openedAt', '<=', eb.ref('notices.at')),
          ]),
        ]),
      ),
    )
    .select(['incidents.number', 'notices.type', 'notices.at'])
    .where('incidents.status', '=', 'open')
    .where('notices.type', 'in', [...asking, 'incident-reminder'])
    .orderBy('notices.id');
  if (number !== undefined) query = query.where('incidents.number', '=', number);
  const notified = new Map<number, Notified>();
  for (const row of await query.execute()) {
    const before = notified.get(row.number);
    if (row.type !== 'incident-reminder') {
      notified.set(row.number, { askedAt: row.at, reminders: 0, lastReminderAt: null });
    } else if (before) {
      notified.set(row.number, { ...before, reminders: before.reminders + 1, lastReminderAt: row.at });
    }
  }
  return notified;
}

/** Recipients who were sent every mail about the incident so far: a reminder of news still unsent would be noise. */
export async function recipientsUpToDate(trx: Trx, incidentNumber: number, all: readonly string[]): Promise<string[]> {
  const waiting = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select('outbox.endpoint')
    .where('notices.incidentNumber', '=', incidentNumber)
    .where('outbox.status', 'in', ['queued', 'claimed'])
    .execute();
  const behind = new Set(waiting.map(({ endpoint }) => endpoint));
  return all.filter((endpoint) => !behind.has(endpoint));
}
