/** When an announced maintenance is over, what was held back during it is told in one message. */
import type { MaintenanceNotice } from '../../core/notice.ts';
import { type Blackout, blackoutsToTell, incidentsChangedSince, markTold } from '../../store/blackouts.ts';
import type { Trx } from '../../store/database.ts';
import { insertNotice } from '../../store/outbox.ts';
import { getSite } from '../../store/registry.ts';
import { dashboardUrl, messageId } from '../message-facts.ts';
import type { DeskParts } from '../parts.ts';
import { incidentRecipients, noticeSite } from '../tell.ts';

type Telling = Pick<DeskParts, 'calendar' | 'config' | 'db' | 'clock' | 'newId'>;

export async function tellHeldAlarms(parts: Telling): Promise<void> {
  const now = parts.clock();
  for (const blackout of await blackoutsToTell(parts.db, now)) {
    await parts.db.transaction().execute((trx) => tell(trx, parts, blackout, now));
  }
}

/** Nothing is sent about a maintenance during which nothing happened. */
async function tell(trx: Trx, parts: Telling, blackout: Blackout, now: number): Promise<void> {
  const site = await getSite(trx, blackout.siteId);
  if (!(await markTold(trx, blackout.id, now)) || !site) return;
  const incidents = await incidentsChangedSince(trx, site.id, blackout.beginsAt);
  if (incidents.length === 0) return;
  const isTakeover = incidents.some(({ kinds }) => kinds.includes('takeover'));
  const recipients = incidentRecipients(parts, site, isTakeover, now);
  const notice: MaintenanceNotice = {
    type: 'maintenance-summary',
    at: now,
    site: noticeSite(site),
    beganAt: blackout.beginsAt,
    endedAt: blackout.endsAt,
    reason: blackout.reason,
    incidents,
    dashboardUrl: dashboardUrl(parts, `/sites/${site.id}`),
    contacts: parts.config.national.contacts,
  };
  const added = { notice, siteId: site.id, incidentNumber: null, recipients, notBefore: now };
  await insertNotice(trx, added, () => messageId(parts));
}
