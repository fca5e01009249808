/** Pauses, resumes or removes a site. */

import { VonggacError } from '../../core/errors.ts';
import { endIncident } from '../../core/incidents/incident.ts';
import type { Actor } from '../../core/people/actor.ts';
import type { Trx } from '../../store/handle.ts';
import { insertIncidentEvent, openIncidentOf, saveIncident } from '../../store/incidents/incidents.ts';
import { closeSuspectsOfSite } from '../../store/incidents/suspects.ts';
import { dropUnsent } from '../../store/outbox/outbox.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { getSite, removeSite, setSiteStatus } from '../../store/registry/registry.ts';
import type { SiteRow } from '../../store/schema/schema.ts';
import { lookAtWholeSite } from '../../store/targets/appointments.ts';
import { write } from '../../store/write.ts';
import type { RecordParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';

const acts = { active: 'site-resumed', paused: 'site-paused', removed: 'site-removed' } as const;

const alreadyVi: Readonly<Record<SiteRow['status'], string>> = {
  active: 'Cổng này đang được theo dõi.',
  paused: 'Cổng này đang tạm dừng theo dõi.',
  removed: 'Cổng này đã được gỡ khỏi danh sách theo dõi.',
};

export interface PauseRequest {
  readonly reason?: string | undefined;
  /** When watching resumes automatically. */
  readonly until?: number | undefined;
}

const furthestMs = 366 * 86_400_000;

/** @param pause why and until when; only for `paused` */
export async function switchSite(
  parts: RecordParts,
  actor: Actor,
  siteId: number,
  status: SiteRow['status'],
  { reason, until }: PauseRequest = {},
): Promise<void> {
  await write(parts.db, (trx) => switchSiteIn(trx, parts, actor, siteId, status, { reason, until }));
}

/** The same within the caller's transaction. */
export async function switchSiteIn(
  trx: Trx,
  { clock }: Pick<RecordParts, 'clock'>,
  actor: Actor,
  siteId: number,
  status: SiteRow['status'],
  { reason, until }: PauseRequest = {},
): Promise<void> {
  const now = clock();
  if (until !== undefined) assertAhead(until, now);
  const site = await getSite(trx, siteId);
  if (!site) throw new VonggacError('not-found', `There is no site ${siteId}: see 'vonggac site list'.`);
  await assertMayAtSite(trx, actor, 'manage-sites', siteId);
  if (site.status === status)
    throw new VonggacError('refused', `Site ${siteId} is already ${status}.`, { vi: alreadyVi[status] });
  if (status === 'removed') {
    await removeSite(trx, siteId);
    await endWatching(trx, siteId, actor.name, now);
  } else {
    await setSiteStatus(trx, siteId, status, { pauseReason: reason ?? null, pausedUntil: until ?? null });
  }
  // A resumed site gets a browser look at once, because anything may have happened meanwhile.
  if (status === 'active') {
    await lookAtWholeSite(trx, siteId, now);
  }
  const detail = {
    ...(reason === undefined ? {} : { reason }),
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
  };
  await appendAudit(trx, { at: now, actor: actor.name, act: acts[status], subject: `site ${siteId}`, detail });
}

function assertAhead(until: number, now: number): void {
  if (until > now && until - now <= furthestMs) return;
  throw new VonggacError('bad-input', 'The end of the pause must be in the future, within a year.', {
    vi: 'Thời điểm theo dõi tiếp phải sau hiện tại và trong vòng một năm.',
  });
}

/** Closes everything that is open, since no look will ever close it. */
async function endWatching(trx: Trx, siteId: number, actor: string, now: number): Promise<void> {
  const open = await openIncidentOf(trx, siteId);
  if (open) {
    await saveIncident(trx, endIncident(open, 'resolved', now));
    const event = { incidentNumber: open.number, at: now, actor, type: 'site-removed', note: null };
    await insertIncidentEvent(trx, event);
    await dropUnsent(trx, open.number, 'incident-updated', 'incident-reminder', 'incident-unowned');
  }
  await closeSuspectsOfSite(trx, siteId, now);
}
