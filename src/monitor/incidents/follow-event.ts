/** Applies a look's event to the site's incident, the suspect queue and the outbox, in the transaction of the check. */

import type { Finding, Verdict } from '../../core/domain/finding.ts';
import type { TargetState } from '../../core/domain/target.ts';
import type { Look } from '../../core/facts/look.ts';
import { moveIncident, type Transition } from '../../core/incidents/incident.ts';
import { type Traits, traitsOf } from '../../core/incidents/incident-traits.ts';
import { fingerprintsOf, type StepEvent } from '../../core/judge/confirm.ts';
import { system } from '../../core/people/actor.ts';
import type { Policy } from '../../core/policy.ts';
import type { Trx } from '../../store/handle.ts';
import { lastResolved, openIncidentOf } from '../../store/incidents/incidents.ts';
import { endSuspects, recordSuspect, showByNewerLook } from '../../store/incidents/suspects.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import { relaySuspect } from '../channels/relay.ts';
import { notifyOverdue } from '../notices/notify-page.ts';
import type { MonitorParts } from '../parts.ts';
import { applyTransition } from './apply-transition.ts';
import { closeSuspects } from './close-suspects.ts';

export interface TargetEvent {
  readonly target: TargetRow;
  readonly checkId: number;
  readonly event: StepEvent;
  /** Verdict of the look that caused the event. */
  readonly verdict: Verdict;
  readonly looks: readonly Look[];
  /** Of the target, after the look. */
  readonly state: TargetState;
}

export async function followEvent(trx: Trx, parts: MonitorParts, happened: TargetEvent, now: number): Promise<void> {
  const { target, checkId, event, verdict, looks, state } = happened;
  const previousNumber = (await lastResolved(trx, target.siteId))?.number ?? null;
  const place = { siteId: target.siteId, targetId: target.id, url: target.url, checkId, previousNumber };
  const transition = moveIncident(await openIncidentOf(trx, target.siteId), event, place, now);
  if (transition) {
    const traits = newTraits(transition, { verdict, looks }, parts.policy);
    await applyTransition(trx, parts, transition, { actor: system, note: null }, traits, now);
  }
  await followSuspect(trx, parts, happened, now);
  if (event.type === 'confirmation-overdue') await notifyOverdue(trx, parts, target, event.verdict, state, now);
}

/** An alarm promotes the page's queued suspects, a clean page closes them; anything else unconfirmed joins the queue. */
async function followSuspect(
  trx: Trx,
  parts: MonitorParts,
  { target, checkId, event }: TargetEvent,
  now: number,
): Promise<void> {
  switch (event.type) {
    case 'alarm-confirmed':
      return endSuspects(trx, target.id, 'promoted', now);
    case 'recovered':
    case 'suspect-gone':
      return closeSuspects(trx, parts, target, now);
    case 'suspect-seen':
      return queueSuspect(trx, parts, target, { ...event, checkId }, now);
    case 'suspect-confirmed':
    case 'confirmation-overdue':
      return queueSuspect(trx, parts, target, { ...event, checkId: event.checkId ?? checkId }, now);
  }
}

async function queueSuspect(
  trx: Trx,
  parts: MonitorParts,
  { id, siteId, url }: TargetRow,
  { type, verdict, checkId }: { readonly type: StepEvent['type']; readonly verdict: Verdict; readonly checkId: number },
  now: number,
): Promise<void> {
  const { findings, score } = verdict;
  const [strongest] = findings.filter((one) => one.score > 0 && one.fingerprint !== null).sort(byScore);
  if (!strongest?.fingerprint) return;
  const { fingerprint, kind } = strongest;
  const isNew = await recordSuspect(trx, { siteId, targetId: id, fingerprint, kind, score, checkId }, now);
  if (isNew) await relaySuspect(trx, parts, 'suspect-seen', { siteId, url, kind, score, since: now, findings }, now);
  // A look that only sees queued changes again is not kept, so there would be nothing to show.
  if (type !== 'suspect-seen') await showByNewerLook(trx, id, fingerprintsOf(verdict), checkId);
}

function byScore(a: Finding, b: Finding): number {
  return b.score - a.score;
}

/** A look that is not bad itself shows no trait of the attack, even if it confirms one. */
function newTraits(
  { type, incident }: Transition,
  { verdict, looks }: Pick<TargetEvent, 'verdict' | 'looks'>,
  policy: Policy,
): Traits | null {
  if (type === 'recovering' || type === 'resolved') return null;
  const isBad = verdict.level === 'alarm' || verdict.level === 'suspect';
  return traitsOf(incident, isBad ? looks : [], policy);
}
