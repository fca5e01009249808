/** When a maintenance ends, the alarms held back during it are sent in one message. */

import type { Trx } from '../../store/handle.ts';
import {
  incidentsChangedSince,
  type Maintenance,
  maintenanceToNotify,
  markNotified,
} from '../../store/incidents/maintenance.ts';
import { getSite } from '../../store/registry/registry.ts';
import { write } from '../../store/write.ts';
import type { NoticeParts } from '../notices/enqueue.ts';
import { notify } from '../notices/notify.ts';
import type { RecordParts } from '../parts.ts';

type HeldParts = NoticeParts & RecordParts;

export async function notifyHeldAlarms(parts: HeldParts): Promise<void> {
  const now = parts.clock();
  for (const maintenance of await maintenanceToNotify(parts.db, now)) {
    await write(parts.db, (trx) => notifyHeld(trx, parts, maintenance, now));
  }
}

/** Sends nothing if nothing happened during the maintenance. */
async function notifyHeld(trx: Trx, parts: HeldParts, maintenance: Maintenance, now: number): Promise<void> {
  const site = await getSite(trx, maintenance.siteId);
  if (!(await markNotified(trx, maintenance.id, now)) || !site) return;
  const incidents = await incidentsChangedSince(trx, site.id, maintenance.beginsAt);
  if (incidents.length === 0) return;
  const { beginsAt: beganAt, endsAt: endedAt, reason } = maintenance;
  const facts = { site, beganAt, endedAt, reason, incidents };
  await notify(trx, parts, 'maintenance-over', facts, { at: now, site });
}
