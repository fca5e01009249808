/** Says again, a few times, that an incident is open and nobody took it on. */
import { isReminderDue } from '../core/reminder.ts';
import { getIncident } from '../store/incidents.ts';
import { toldOfOpen } from '../store/reminders.ts';
import { gatherReminders } from './gather-overflow.ts';
import type { DeskParts } from './parts.ts';
import { tellIncident } from './tell.ts';

/** @returns how many incidents were said again */
export async function remindOfOpen(parts: DeskParts): Promise<number> {
  const rule = parts.config.mail.reminders;
  const now = parts.clock();
  let count = 0;
  for (const [number, seen] of await toldOfOpen(parts.db)) {
    if (!isReminderDue(seen, rule, now)) continue;
    await parts.db.transaction().execute(async (trx) => {
      // Asked again: somebody may have taken it on meanwhile.
      const told = (await toldOfOpen(trx, number)).get(number);
      const incident = await getIncident(trx, number);
      if (!incident || !told || !isReminderDue(told, rule, now)) return;
      const reminder = { count: told.reminders + 1, most: rule.most };
      await tellIncident(trx, parts, incident, 'incident-reminder', now, { reminder });
      count += 1;
    });
  }
  if (count > 0) await parts.db.transaction().execute((trx) => gatherReminders(trx, parts, now));
  return count;
}
