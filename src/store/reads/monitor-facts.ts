/** What the database knows of the monitor's own state; cheap enough for every page. */
import type { MonitorFacts } from '../../core/monitor-troubles.ts';
import type { Database } from '../handle.ts';
import { getOutage } from '../records/channel-outages.ts';
import { getMeta } from '../records/meta.ts';

/** Longest regular wait for a sender. */
const promptMs = 60_000;

/** @param lateMs delay from which a look counts as late */
export async function readMonitorFacts(
  db: Database,
  now: number,
  lateMs: number,
): Promise<Omit<MonitorFacts, 'now' | 'channels' | 'disk' | 'backup' | 'unmanned'>> {
  const unsent = await db
    .selectFrom('outbox')
    .select((eb) => [eb.fn.countAll<number>().as('waiting'), eb.fn.min('createdAt').as('oldestAt')])
    .where('channel', '=', 'mail')
    .where('status', '=', 'queued')
    .where((eb) => eb.or([eb('attempts', '>', 0), eb('nextAttemptAt', '<', now - promptMs)]))
    .executeTakeFirstOrThrow();
  const late = await db
    .selectFrom('targets')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .select((eb) => [eb.fn.countAll<number>().as('pages'), eb.fn.min('nextCheckAt').as('dueAt')])
    .where('sites.status', '=', 'active')
    .where('targets.role', '=', 'registered')
    .where('targets.nextCheckAt', '<', now - lateMs)
    .executeTakeFirstOrThrow();
  return {
    mail: { waiting: unsent.waiting, oldestAt: unsent.oldestAt, outage: await getOutage(db, 'mail') },
    browserFailingSince: await getMeta(db, 'browserFailingSince'),
    late: { pages: late.pages, dueAt: late.dueAt },
  };
}
