/** Incident lifecycle: how one target's step changes its site's open incident. */

import type { AttackKind, Finding, Verdict } from '../domain/finding.ts';
import type { Acknowledgement, Incident, IncidentTarget } from '../domain/incident.ts';
import { fingerprintsOf, type StepEvent, type StillFiring } from '../judge/confirm.ts';
import { likeness, shinglesOf } from '../judge/likeness.ts';

/** The target and site of the step. */
export interface IncidentPlace {
  readonly siteId: number;
  readonly targetId: string;
  readonly url: string;
  /** The check being recorded; null until it has a number. */
  readonly checkId: number | null;
  /** The site's most recently ended incident. */
  readonly previousNumber: number | null;
}

/** The resulting incident. `number` 0 means not numbered yet. */
export interface Transition {
  /** `covered`: updated, by what an acknowledgement already covers. */
  readonly type: 'opened' | 'updated' | 'covered' | 'escalated' | 'recovering' | 'resolved' | 'reopened';
  readonly incident: Incident;
}

/** Pure: the open incident (or none) and one event give the next incident, or null when nothing changes. */
export function moveIncident(
  open: Incident | null,
  event: StepEvent | null,
  place: IncidentPlace,
  now: number,
): Transition | null {
  if (event === null) return null;
  if (event.type === 'alarm-confirmed') {
    const { alarms, looks } = event;
    const defaced = defacedTarget(event.verdict, event.checkId ?? place.checkId, place, now, { alarms, looks });
    return open === null
      ? openIncident(defaced, place, now)
      : worsen(open, defaced, fingerprintsOf(event.verdict), now);
  }
  if (open === null) return null;
  if (event.type === 'still-firing') {
    if (!isNews(open, place.targetId, event)) return null;
    const known = open.targets.find((target) => target.targetId === place.targetId);
    const confirmation = known?.confirmation ?? null;
    const defaced = defacedTarget(event.verdict, place.checkId, place, known?.firedAt ?? now, confirmation);
    return worsen(open, defaced, [...event.fingerprints, ...event.otherText], now);
  }
  if (event.type === 'recovered') return recoverTarget(open, place.targetId, now);
  return null;
}

/** What a look found on the page, as far as an incident records it. */
export type Seen = Pick<Verdict, 'kind' | 'score' | 'findings'>;

/**
 * A person confirms what the looks only suspect: the page opens the site's incident or joins it. Its part has the level
 * `suspect` and no confirmation, since no number of looks agreed on it.
 */
export function promoteSuspect(open: Incident | null, seen: Seen, place: IncidentPlace, now: number): Transition {
  const defaced: IncidentTarget = { ...defacedTarget(seen, place.checkId, place, now, null), level: 'suspect' };
  return open === null ? openIncident(defaced, place, now) : worsen(open, defaced, fingerprintsOf(seen), now);
}

/** Text less similar than this is a different page, not the same one changing. */
const otherPageBelow = 0.2;

/**
 * Whether a standing alarm shows something its incident has not notified: an unknown page or change, or a page replaced
 * again with text unlike the one notified.
 */
export function isNews(open: Incident, targetId: string, event: StillFiring): boolean {
  const known = open.targets.find((target) => target.targetId === targetId);
  if (known === undefined) return true;
  const isUnknown = (fingerprint: string): boolean => !open.fingerprints.includes(fingerprint);
  if (event.fingerprints.some(isUnknown)) return true;
  const { findings } = event.verdict;
  // On a page that is otherwise intact, a changing news list is no second wave, however long the alarm stands.
  const isMainly = findings.every(({ family, score }) => family === 'text' || score <= textScore(findings));
  if (!isMainly || !event.otherText.some(isUnknown)) return false;
  const similar = likeness(addedText(known.findings), addedText(findings));
  return similar !== null && similar < otherPageBelow;
}

function textScore(findings: readonly Finding[]): number {
  return Math.max(0, ...findings.filter(({ family }) => family === 'text').map(({ score }) => score));
}

function addedText(findings: readonly Finding[]): number[] {
  return findings.flatMap(({ family, place }) => (family === 'text' ? shinglesOf(place?.after ?? '') : []));
}

/** A target's page is clean again, or was approved as it is; the last such target resolves the incident. */
export function recoverTarget(open: Incident, targetId: string, now: number): Transition | null {
  if (!open.targets.some((target) => target.targetId === targetId && target.recoveredAt === null)) return null;
  const targets = open.targets.map((target) =>
    target.targetId === targetId ? { ...target, recoveredAt: now } : target,
  );
  const incident = { ...open, targets, changedAt: now };
  if (targets.some((target) => target.recoveredAt === null)) return { type: 'recovering', incident };
  return { type: 'resolved', incident: { ...incident, status: 'resolved', endedAt: now } };
}

/** A look that a person judges. */
export interface JudgedLook {
  readonly checkId: number;
  /** Fingerprints of its findings that carry evidence. */
  readonly fingerprints: readonly string[];
}

/** Whether the look predates the alarm and shows less than it, so that approving it does not clear the alarm. */
export function isOfBeforeAlarm(open: Incident, targetId: string, look: JudgedLook): boolean {
  const defaced = open.targets.find((target) => target.targetId === targetId && target.recoveredAt === null);
  if (!defaced || defaced.checkId === null || look.checkId >= defaced.checkId) return false;
  return !fingerprintsOf(defaced).every((fingerprint) => look.fingerprints.includes(fingerprint));
}

/** A person acknowledges the incident as known at this moment. */
export function acknowledge(open: Incident, by: string, now: number): Incident {
  const acknowledgement: Acknowledgement = {
    by,
    at: now,
    kinds: open.kinds,
    targetIds: open.targets.map((target) => target.targetId),
    fingerprints: open.fingerprints,
  };
  return { ...open, status: 'acknowledged', acknowledgement, changedAt: now };
}

/** A person ends the incident: resolved, or dismissed as a false alarm. */
export function endIncident(open: Incident, status: 'resolved' | 'dismissed', now: number): Incident {
  const targets = open.targets.map((target) => ({ ...target, recoveredAt: target.recoveredAt ?? now }));
  return { ...open, status, targets, endedAt: now, changedAt: now };
}

/**
 * A person withdraws the end of an incident: it is open again without an owner, and the pages whose part ended together
 * with it count as defaced again. Pages that were clean before stay out of it.
 */
export function reopenIncident(ended: Incident, now: number): Transition {
  const targets = ended.targets.map((target) =>
    target.recoveredAt === ended.endedAt ? { ...target, recoveredAt: null } : target,
  );
  return {
    type: 'reopened',
    incident: { ...ended, status: 'open', targets, endedAt: null, acknowledgement: null, changedAt: now },
  };
}

function openIncident(defaced: IncidentTarget, place: IncidentPlace, now: number): Transition {
  return {
    type: 'opened',
    incident: {
      number: 0,
      siteId: place.siteId,
      status: 'open',
      kinds: [defaced.kind],
      targets: [defaced],
      fingerprints: fingerprintsOf(defaced),
      openedAt: now,
      changedAt: now,
      endedAt: null,
      acknowledgement: null,
      previousNumber: place.previousNumber,
      campaignNumber: null,
    },
  };
}

/** A new target, kind or change joins; anything not covered by an acknowledgement withdraws it. */
function worsen(open: Incident, defaced: IncidentTarget, fingerprints: readonly string[], now: number): Transition {
  const others = open.targets.filter((target) => target.targetId !== defaced.targetId);
  const incident: Incident = {
    ...open,
    kinds: union(open.kinds, [defaced.kind]),
    targets: [...others, defaced],
    fingerprints: union(open.fingerprints, fingerprints),
    changedAt: now,
  };
  const covered = open.acknowledgement;
  if (covered === null) return { type: 'updated', incident };
  const isCovered =
    covered.kinds.includes(defaced.kind) &&
    covered.targetIds.includes(defaced.targetId) &&
    fingerprints.every((fingerprint) => covered.fingerprints.includes(fingerprint));
  if (isCovered) return { type: 'covered', incident };
  return { type: 'escalated', incident: { ...incident, status: 'open', acknowledgement: null } };
}

function defacedTarget(
  verdict: Seen,
  checkId: number | null,
  place: IncidentPlace,
  firedAt: number,
  confirmation: IncidentTarget['confirmation'],
): IncidentTarget {
  return {
    targetId: place.targetId,
    url: place.url,
    level: 'alarm',
    kind: verdict.kind as AttackKind,
    score: verdict.score,
    findings: verdict.findings,
    confirmation,
    checkId,
    firedAt,
    recoveredAt: null,
  };
}

function union<T>(a: readonly T[], b: readonly T[]): T[] {
  return [...new Set([...a, ...b])];
}
