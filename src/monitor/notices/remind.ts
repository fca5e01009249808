/** Sends a few reminders of an open incident that nobody acknowledged. */

import { isReminderDue } from '../../core/incidents/reminder.ts';
import { nullIfUnreadable } from '../../store/codecs/codec.ts';
import { getIncident } from '../../store/incidents/incidents.ts';
import { notifiedOfOpen } from '../../store/outbox/reminders.ts';
import { write } from '../../store/write.ts';
import type { MonitorParts, OperatorParts } from '../parts.ts';
import { gatherReminders } from './gather-overflow.ts';
import { notifyIncident } from './notify-incident.ts';

/** @returns the number of incidents that a reminder was recorded for */
export async function remindOfOpen(parts: Pick<MonitorParts, keyof OperatorParts | 'channels'>): Promise<number> {
  const rule = parts.config.mail.reminders;
  const now = parts.clock();
  let count = 0;
  for (const [number, seen] of await notifiedOfOpen(parts.db)) {
    if (!isReminderDue(seen, rule, now)) continue;
    await write(parts.db, async (trx) => {
      // Checked again: somebody may have acknowledged it meanwhile.
      const notified = (await notifiedOfOpen(trx, number)).get(number);
      const incident = await getIncident(trx, number).catch(nullIfUnreadable);
      if (!incident || !notified || !isReminderDue(notified, rule, now)) return;
      const reminder = { count: notified.reminders + 1, most: rule.most };
      await notifyIncident(trx, parts, incident, 'unacknowledged', now, { reminder });
      count += 1;
    });
  }
  if (count === 0) return 0;
  await write(parts.db, async (trx) => {
    for (const [name, { digests }] of Object.entries(parts.channels)) {
      await gatherReminders(trx, parts, { name, digests }, now);
    }
  });
  return count;
}
