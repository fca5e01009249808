/** The one transaction of a check: look, findings, state, incident, suspects, notices, next appointment. */
import { confirm, type Step, type StepEvent } from '../core/confirm.ts';
import { moveIncident, type Transition } from '../core/incident.ts';
import { type Traits, traitsOf } from '../core/incident-traits.ts';
import type { TargetState } from '../core/model.ts';
import { outageNotice } from '../core/outage.ts';
import type { Policy } from '../core/policy.ts';
import { nextAppointment } from '../core/timetable.ts';
import { nextVersion, type PackedBaseline, packBaseline, refineStored } from '../store/baselines.ts';
import { insertCapture, type KeptCapture, pinToBaseline } from '../store/captures.ts';
import { insertCheck } from '../store/checks.ts';
import type { Trx } from '../store/database.ts';
import { lastResolved, openIncidentOf } from '../store/incidents.ts';
import type { TargetRow } from '../store/schema.ts';
import { endSuspects, recordSuspect } from '../store/suspects.ts';
import { getTarget, releaseLeases, saveLook, stateOf } from '../store/targets.ts';
import { applyTransition } from './apply-transition.ts';
import type { Observed } from './observe.ts';
import type { Parts } from './parts.ts';
import { rhythmOf, ruleOf } from './rhythm.ts';
import { tellOutage } from './tell.ts';
import type { NextTurn } from './turns.ts';

export interface CheckRecord {
  readonly target: TargetRow;
  readonly owner: string;
  readonly observed: Observed;
  /** In the order of `observed.captures`, where they were kept. */
  readonly kept: readonly KeptCapture[];
  readonly cleanMark: string | null;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly latenessMs: number;
  readonly nextTurn: NextTurn;
}

export interface Recorded {
  readonly checkId: number;
  readonly state: TargetState;
}

/** @returns null, with nothing written, when the baseline moved or the claim was lost since the target was read */
export async function recordCheck(parts: Parts, record: CheckRecord): Promise<Recorded | null> {
  const { target, observed } = record;
  const refined = await refinement(parts, record);
  const recorded = await parts.db.transaction().execute(async (trx) => {
    const current = await getTarget(trx, target.id);
    if (!current || current.leaseOwner !== record.owner || current.baselineVersion !== target.baselineVersion)
      return null;
    // Judged again on the state as it is now: a person may have decided something while the look was under way.
    const wasLearning = stateOf(current).status === 'learning';
    const step = confirm(stateOf(current), observed.verdict, {
      rule: ruleOf(parts.config),
      seenBy: observed.deepest,
      hasBaseline: current.baselineVersion > 0,
      now: record.endedAt,
    });
    const captureIds = await saveCaptures(trx, record, wasLearning);
    const checkId = await insertCheck(
      trx,
      checkRow(record, step, captureIds.at(-1) ?? null),
      observed.verdict.findings,
    );
    const outage = outageNotice(step.state, record.endedAt);
    const state = withCheckId(outage?.state ?? step.state, checkId);
    const resolved = await lastResolved(trx, current.siteId);
    const rhythm = rhythmOf(parts.config, current, resolved?.endedAt ?? null, record.endedAt);
    await saveLook(trx, target.id, {
      state,
      appointment: nextAppointment(target.id, step, observed.deepest, current.nextBrowserAt, rhythm, record.endedAt),
      checkId,
      at: record.startedAt,
      cleanMarkJson: record.cleanMark,
    });
    if (step.event) await follow(trx, parts, record, step.event, { checkId, previousNumber: resolved?.number ?? null });
    if (outage) await tellOutage(trx, parts, current, outage.type, state, observed.failures[0] ?? null, record.endedAt);
    if (refined && state.status === 'ok') await refineStored(trx, refined);
    return { checkId, state };
  });
  if (recorded === null) await releaseLeases(parts.db, record.owner, [target.id]);
  return recorded;
}

/** What the event means for the site's incident and the suspect queue. */
async function follow(
  trx: Trx,
  parts: Parts,
  { target, observed, endedAt: now }: CheckRecord,
  event: StepEvent,
  { checkId, previousNumber }: { readonly checkId: number; readonly previousNumber: number | null },
): Promise<void> {
  const place = { siteId: target.siteId, targetId: target.id, url: target.url, checkId, previousNumber };
  const transition = moveIncident(await openIncidentOf(trx, target.siteId), event, place, now);
  if (transition) {
    const traits = newTraits(transition, observed, parts.policy);
    await applyTransition(trx, parts, transition, { actor: 'system', note: null }, traits, now);
  }
  if (event.type === 'alarm-confirmed') await endSuspects(trx, target.id, 'promoted', now);
  if (event.type === 'suspect-gone' || event.type === 'recovered') await endSuspects(trx, target.id, 'closed', now);
  if (event.type !== 'suspect-confirmed' && event.type !== 'suspect-seen') return;
  const strongest = event.verdict.findings
    .filter((finding) => finding.score > 0 && finding.fingerprint !== null)
    .sort((a, b) => b.score - a.score)[0];
  if (strongest?.fingerprint) {
    const seenIn = event.type === 'suspect-confirmed' ? (event.checkId ?? checkId) : checkId;
    const { kind } = strongest;
    const row = {
      siteId: target.siteId,
      targetId: target.id,
      fingerprint: strongest.fingerprint,
      kind,
      score: event.verdict.score,
      checkId: seenIn,
    };
    await recordSuspect(trx, row, now);
  }
}

/** A look that is not bad itself shows nothing of the attack that it happens to confirm. */
function newTraits({ type, incident }: Transition, { verdict, looks }: Observed, policy: Policy): Traits | null {
  if (type === 'recovering' || type === 'resolved') return null;
  const isBad = verdict.level === 'alarm' || verdict.level === 'suspect';
  return traitsOf(incident, isBad ? looks : [], policy);
}

async function saveCaptures(trx: Trx, record: CheckRecord, wasLearning: boolean): Promise<number[]> {
  const { target, observed, kept } = record;
  const isLesson = wasLearning && observed.verdict.level === 'clean';
  const ids: number[] = [];
  for (const one of kept) ids.push(await insertCapture(trx, target.id, isLesson ? 'learning' : 'evidence', one));
  if (isLesson) {
    const version = await nextVersion(trx, target.id, 'browser');
    for (const id of ids) await pinToBaseline(trx, { targetId: target.id, profile: 'browser', version }, id);
  }
  return ids;
}

/** What a clean look teaches, packed before the transaction; null when it teaches nothing. */
async function refinement(
  { judging }: Pick<Parts, 'judging'>,
  { observed, endedAt, nextTurn }: CheckRecord,
): Promise<PackedBaseline | null> {
  const { verdict, reference, looks } = observed;
  if (verdict.level !== 'clean' || !reference?.baseline || reference.ignored.length > 0) return null;
  await nextTurn();
  const refined = await judging.refine(reference.baseline, looks, endedAt);
  return refined === null ? null : packBaseline(refined);
}

/** The worst look of a pending round learns which check holds its evidence. */
function withCheckId(state: TargetState, checkId: number): TargetState {
  if (state.worst === null || state.worst.checkId !== null) return state;
  return { ...state, worst: { ...state.worst, checkId } };
}

function checkRow(
  { target, observed, startedAt, endedAt, latenessMs }: CheckRecord,
  step: Step,
  captureId: number | null,
) {
  const { verdict, captures, failures } = observed;
  const deepest = captures.at(-1);
  return {
    targetId: target.id,
    at: startedAt,
    tier: observed.deepest,
    profile: 'browser' as const,
    level: verdict.level,
    kind: verdict.kind,
    score: verdict.score,
    confirmed: verdict.level === 'alarm' && step.state.status === 'firing' ? 1 : 0,
    baselineVersion: target.baselineVersion,
    status: deepest?.status ?? null,
    finalUrl: deepest?.finalUrl ?? null,
    bodyHash: deepest?.body.hash ?? null,
    failureJson: failures[0] ? JSON.stringify(failures[0]) : null,
    captureId,
    durationMs: endedAt - startedAt,
    latenessMs,
  };
}
