/**
 * Notices about one page: it cannot be watched, or no look could confirm or clear its alarm (blocking confirmation must
 * not silence the alarm). One per site, however many of its pages are in the same state.
 */

import type { CaptureFailure } from '../../core/domain/capture.ts';
import type { AttackKind, Finding, Verdict } from '../../core/domain/finding.ts';
import type { TargetState } from '../../core/domain/target.ts';
import { isHeldInMaintenance } from '../../core/duty/maintenance.ts';
import { type OutageEvent, outageKind } from '../../core/incidents/outage.ts';
import type { Trx } from '../../store/handle.ts';
import { heldBy } from '../../store/incidents/maintenance.ts';
import { getSite, type RegisteredSite } from '../../store/registry/registry.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import { readableStateOf } from '../../store/targets/targets.ts';
import type { NoticeParts } from './enqueue.ts';
import { notify } from './notify.ts';

/** Held back during maintenance if that may explain it. */
export async function notifyOverdue(
  trx: Trx,
  parts: NoticeParts,
  target: TargetRow,
  verdict: Verdict,
  state: TargetState,
  now: number,
): Promise<void> {
  const site = await getSite(trx, target.siteId);
  if (!site || isReportedForAnother(site, target, (other) => other.overdueAt !== null)) return;
  if (isHeldInMaintenance([verdict.kind as AttackKind]) && (await heldBy(trx, site.id, now)) !== null) return;
  const facts = { site, targetUrl: target.url, verdict, state };
  await notify(trx, parts, 'confirmation-overdue', facts, { at: now, site });
}

export async function notifyOutage(
  trx: Trx,
  parts: NoticeParts,
  target: TargetRow,
  event: OutageEvent,
  state: TargetState,
  { failure, findings }: { readonly failure: CaptureFailure | null; readonly findings: readonly Finding[] },
  now: number,
): Promise<void> {
  const site = await getSite(trx, target.siteId);
  if (!site || state.unknownSince === null) return;
  const covering = event === 'unseen-for-a-day' ? ['agency'] : ['operator', 'agency'];
  if (isReportedForAnother(site, target, ({ outageNotified }) => covering.includes(outageNotified))) return;
  const facts = {
    site,
    targetUrl: target.url,
    kind: outageKind(state) ?? 'unavailable',
    since: state.unknownSince,
    reason: failure?.reason ?? null,
    findings,
  };
  await notify(trx, parts, event, facts, { at: now, site });
}

function isReportedForAnother(
  { targets }: RegisteredSite,
  { id }: TargetRow,
  isReported: (state: TargetState) => boolean,
): boolean {
  return targets.some((other) => {
    const state = other.id === id ? null : readableStateOf(other);
    return state !== null && isReported(state);
  });
}
