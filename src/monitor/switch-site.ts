/** Pauses, resumes or removes a site. */
import { VonggacError } from '../core/errors.ts';
import { endIncident } from '../core/incident.ts';
import { appendAudit } from '../store/audit.ts';
import type { Trx } from '../store/database.ts';
import { insertIncidentEvent, openIncidentOf, saveIncident } from '../store/incidents.ts';
import { dropUnsent } from '../store/outbox.ts';
import { getSite, removeSite, setSiteStatus } from '../store/registry.ts';
import type { SiteRow } from '../store/schema.ts';
import { restingAt } from '../store/suspected-pages.ts';
import type { DeskParts } from './parts.ts';

const acts = { active: 'site-resumed', paused: 'site-paused', removed: 'site-removed' } as const;

const alreadyVi: Readonly<Record<SiteRow['status'], string>> = {
  active: 'Cổng này đang được theo dõi.',
  paused: 'Cổng này đang tạm dừng theo dõi.',
  removed: 'Cổng này đã được gỡ khỏi danh sách theo dõi.',
};

export async function switchSite(
  parts: Pick<DeskParts, 'db' | 'clock'>,
  siteId: number,
  status: SiteRow['status'],
  actor: string,
): Promise<void> {
  const now = parts.clock();
  await parts.db.transaction().execute(async (trx) => {
    const site = await getSite(trx, siteId);
    if (!site) throw new VonggacError('not-found', `There is no site ${siteId}: see 'vonggac site list'.`);
    if (site.status === status)
      throw new VonggacError('refused', `Site ${siteId} is ${status} already.`, { vi: alreadyVi[status] });
    if (status === 'removed') {
      await removeSite(trx, siteId);
      await endWatching(trx, siteId, actor, now);
    } else await setSiteStatus(trx, siteId, status);
    // A resumed site is looked at with a browser at once: nobody knows what happened meanwhile.
    if (status === 'active') {
      await trx
        .updateTable('targets')
        .set((eb) => ({
          nextCheckAt: now,
          nextTier: eb
            .case()
            .when('role', '=', 'names')
            .then('names' as const)
            .else('browser' as const)
            .end(),
          cleanMarkJson: null,
        }))
        .where('siteId', '=', siteId)
        .where('nextCheckAt', '<', restingAt)
        .execute();
    }
    await appendAudit(trx, { at: now, actor, act: acts[status], subject: `site ${siteId}` });
  });
}

/** Nobody looks any more, so nothing can be open any more. */
async function endWatching(trx: Trx, siteId: number, actor: string, now: number): Promise<void> {
  const open = await openIncidentOf(trx, siteId);
  if (open) {
    await saveIncident(trx, endIncident(open, 'resolved', now));
    const event = { incidentNumber: open.number, at: now, actor, type: 'site-removed', note: null };
    await insertIncidentEvent(trx, event);
    await dropUnsent(trx, open.number, 'incident-updated', 'incident-reminder', 'incident-unowned');
  }
  await trx
    .updateTable('suspects')
    .set({ status: 'closed', endedAt: now })
    .where('siteId', '=', siteId)
    .where('status', '=', 'open')
    .execute();
}
