/** The one transaction of a check: look, findings, state, incident, suspects, notices, next appointment. */
import type { Baseline } from '../core/baseline.ts';
import { confirm, type Step, type StepEvent } from '../core/confirm.ts';
import { windowAt } from '../core/duty/watch-windows.ts';
import { moveIncident, type Transition } from '../core/incident.ts';
import { type Traits, traitsOf } from '../core/incident-traits.ts';
import type { CaptureFailure, Content, TargetState } from '../core/model.ts';
import { outageNotice } from '../core/outage.ts';
import type { Policy } from '../core/policy.ts';
import { isOrdinary } from '../core/profile-look.ts';
import { nextPlace, type ProfileTurn } from '../core/profile-turns.ts';
import { type Appointment, nextAppointment, type Rhythm } from '../core/timetable.ts';
import { insertBaseline, nextVersion, type PackedBaseline, packBaseline, refineStored } from '../store/baselines.ts';
import { heldBy } from '../store/blackouts.ts';
import { insertCapture, type KeptCapture, pinToBaseline } from '../store/captures.ts';
import { insertCheck } from '../store/checks.ts';
import type { Trx } from '../store/database.ts';
import { saveHostNames } from '../store/host-names.ts';
import { lastResolved, openIncidentOf } from '../store/incidents.ts';
import { insertLookPicture } from '../store/look-pictures.ts';
import type { TargetRow } from '../store/schema.ts';
import { restingAt } from '../store/suspected-pages.ts';
import { endSuspects, recordSuspect } from '../store/suspects.ts';
import { getLookedAt, releaseLeases, restsInOk, saveLook, stateOf } from '../store/targets.ts';
import { applyTransition } from './apply-transition.ts';
import { type Observed, shownCapture } from './observe.ts';
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
  /** A small picture, where nothing else is kept of the look. */
  readonly picture: Content | null;
  /** The special visitor whose turn it was. */
  readonly turn: ProfileTurn | null;
  readonly cleanMark: string | null;
  readonly profileMarks: string | null;
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
  const isWatchWindow = windowAt(parts.calendar(record.endedAt), record.endedAt) !== null;
  const recorded = await parts.db.transaction().execute(async (trx) => {
    const current = await getLookedAt(trx, target.id);
    if (!current || current.leaseOwner !== record.owner || current.baselineVersion !== target.baselineVersion)
      return null;
    // Judged again on the state as it is now: a person may have decided something while the look was under way.
    const before = stateOf(current);
    const step = confirm(before, observed.verdict, {
      rule: ruleOf(parts.config),
      seenBy: observed.seenBy,
      visitors: observed.visitors,
      hasBaseline: restsInOk(current),
      now: record.endedAt,
    });
    const captureId = await saveCaptures(trx, record, before.status === 'learning');
    const checkId = await insertCheck(trx, checkRow(record, step, captureId), observed.verdict.findings);
    if (record.picture) {
      await insertLookPicture(trx, { checkId, targetId: target.id, at: record.startedAt }, record.picture);
    }
    const outage = await outageToTell(trx, current, step.state, record.endedAt);
    const state = withCheckId(outage?.state ?? step.state, checkId);
    const surroundings = { resolvedAt: current.resolvedAt, isWatchWindow };
    const rhythm = rhythmOf(parts.config, current, surroundings, record.endedAt);
    const next = nextAppointment(target.id, step, observed.deepest, current.nextBrowserAt, rhythm, record.endedAt);
    const appointment =
      current.role === 'names' ? { ...next, ...namesAppointment(observed, rhythm, next, record) } : next;
    const rested = isOverWith(current, state) ? { ...appointment, nextCheckAt: restingAt } : appointment;
    // Somebody asked for a look while this one was under way: that one is still owed.
    const isAsked = current.nextCheckAt !== target.nextCheckAt;
    const { nextCheckAt, nextTier } = current;
    await saveLook(trx, target.id, {
      state,
      appointment: isAsked ? { ...appointment, nextCheckAt, nextTier } : rested,
      checkId,
      at: record.startedAt,
      place: nextPlace(target.id, current, turnTaken(record), parts.config.schedule.profilesEvery, record.endedAt),
      cleanMarkJson: isAsked ? null : record.cleanMark,
      profileMarksJson: record.profileMarks,
    });
    if (observed.names) {
      const isKept = observed.verdict.level === 'suspect' || observed.verdict.level === 'alarm';
      await saveHostNames(trx, target.id, observed.names, isKept ? checkId : null);
    }
    if (step.event) await follow(trx, parts, record, step.event, checkId);
    const seen = { failure: failureOf(observed), findings: observed.verdict.findings };
    if (outage) await tellOutage(trx, parts, current, outage.type, state, seen, record.endedAt);
    if (state.status === 'ok') for (const one of refined) await keepLearned(trx, one);
    return { checkId, state };
  });
  if (recorded === null) await releaseLeases(parts.db, record.owner, [target.id]);
  return recorded;
}

/** Announced maintenance is only asked for when there is something that it could hold back. */
async function outageToTell(
  trx: Trx,
  { role, siteId }: TargetRow,
  state: TargetState,
  now: number,
): Promise<ReturnType<typeof outageNotice>> {
  const notice = role === 'registered' ? outageNotice(state, now) : null;
  return notice === null || (await heldBy(trx, siteId, now)) !== null ? null : notice;
}

/** Names wait in a queue of their own, and are learned in the rhythm of learning. */
function namesAppointment(
  { names }: Observed,
  { learnEveryMs }: Rhythm,
  { nextCheckAt }: Appointment,
  { endedAt }: CheckRecord,
): Pick<TargetRow, 'nextTier' | 'nextCheckAt'> {
  const isLearning = names?.isLearning === true;
  return { nextTier: 'names', nextCheckAt: isLearning ? Math.min(nextCheckAt, endedAt + learnEveryMs) : nextCheckAt };
}

/** A discovered page under no suspicion any more goes back to discovery. */
function isOverWith({ role }: TargetRow, { status, standing, lastLevel }: TargetState): boolean {
  const isQuiet = status === 'ok' && standing.length === 0;
  return role !== 'registered' && role !== 'names' && isQuiet && (lastLevel === 'clean' || lastLevel === 'unknown');
}

/** What the event means for the site's incident and the suspect queue. */
async function follow(
  trx: Trx,
  parts: Parts,
  { target, observed, endedAt: now }: CheckRecord,
  event: StepEvent,
  checkId: number,
): Promise<void> {
  const previousNumber = (await lastResolved(trx, target.siteId))?.number ?? null;
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

/** @returns the row of the capture that the check shows, where it was kept */
async function saveCaptures(trx: Trx, record: CheckRecord, wasLearning: boolean): Promise<number | null> {
  const { target, observed, kept } = record;
  const isLesson = wasLearning && observed.verdict.level === 'clean';
  const ids = new Map<KeptCapture['capture'], number>();
  for (const one of kept) {
    if (isLesson && !isOrdinary(one.capture)) continue;
    ids.set(one.capture, await insertCapture(trx, target.id, isLesson ? 'learning' : 'evidence', one));
  }
  if (isLesson) {
    const version = await nextVersion(trx, target.id, 'browser');
    for (const id of ids.values()) await pinToBaseline(trx, { targetId: target.id, profile: 'browser', version }, id);
  }
  const shown = shownCapture(observed);
  return (shown && ids.get(shown)) ?? [...ids.values()].at(-1) ?? null;
}

/** What a clean look teaches, packed before the transaction: of the page, and of special visitors. */
async function refinement(
  { judging }: Pick<Parts, 'judging'>,
  { observed, endedAt, nextTurn }: CheckRecord,
): Promise<PackedBaseline[]> {
  const { verdict, reference, looks, profiles } = observed;
  if (verdict.level !== 'clean' || !reference?.baseline || reference.ignored.length > 0) return [];
  await nextTurn();
  const ordinary = looks.filter(isOrdinary);
  const learned: (Baseline | null)[] = [await judging.refine(reference.baseline, ordinary, endedAt)];
  for (const look of looks) {
    const { profile } = look;
    if (profile === 'browser') continue;
    const own = profiles.get(profile) ?? null;
    learned.push(await judging.learnProfile(own, reference.baseline, { ...look, profile }, ordinary));
  }
  return Promise.all(learned.filter((one) => one !== null).map(packBaseline));
}

/** Revision 0 is what a special visitor begins with. */
async function keepLearned(trx: Trx, packed: PackedBaseline): Promise<void> {
  const { targetId, profile, revision } = packed.baseline;
  if (revision > 0) return refineStored(trx, packed);
  const version = await nextVersion(trx, targetId, profile);
  await insertBaseline(trx, { ...packed, baseline: { ...packed.baseline, version } }, null, packed.baseline.learnedAt);
}

/** A portal that showed itself to nobody keeps its turn for later. */
function turnTaken({ turn, observed }: CheckRecord): ProfileTurn | null {
  return observed.captures.length > 0 ? turn : null;
}

/** What kept the ordinary visitor from seeing the page. */
function failureOf({ failures }: Observed): CaptureFailure | null {
  return failures.find(isOrdinary) ?? null;
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
  const { verdict } = observed;
  const shown = shownCapture(observed);
  const failure = failureOf(observed);
  return {
    targetId: target.id,
    at: startedAt,
    tier: observed.seenBy,
    profile: shown?.profile ?? ('browser' as const),
    level: verdict.level,
    kind: verdict.kind,
    score: verdict.score,
    confirmed: verdict.level === 'alarm' && step.state.status === 'firing' ? 1 : 0,
    baselineVersion: target.baselineVersion,
    status: shown?.status ?? null,
    finalUrl: shown?.finalUrl ?? null,
    bodyHash: shown?.body.hash ?? null,
    failureJson: failure ? JSON.stringify(failure) : null,
    captureId,
    durationMs: endedAt - startedAt,
    latenessMs,
  };
}
