/** The life of an incident: what one target's step does to its site's open incident. */
import { fingerprintsOf, type StepEvent, type StillFiring } from './confirm.ts';
import { likeness, shinglesOf } from './likeness.ts';
import type { Acknowledgement, AttackKind, Finding, Incident, IncidentTarget, Verdict } from './model.ts';
import type { IncidentNotice } from './notice.ts';

/** Who and where the step happened. */
export interface IncidentPlace {
  readonly siteId: number;
  readonly targetId: string;
  readonly url: string;
  /** The check that is being recorded; null until it has a number. */
  readonly checkId: number | null;
  /** The site's latest ended incident. */
  readonly previousNumber: number | null;
}

/** What becomes of the incident. `number` 0 means: not numbered yet. */
export interface Transition {
  readonly type: 'opened' | 'updated' | 'escalated' | 'recovering' | 'resolved';
  readonly incident: Incident;
  /** What is to be said, null when nothing is. */
  readonly notice: IncidentNotice['type'] | null;
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
    const fallen = fallenTarget(event.verdict, event.checkId ?? place.checkId, place, now, { alarms, looks });
    return open === null ? openIncident(fallen, place, now) : worsen(open, fallen, fingerprintsOf(event.verdict), now);
  }
  if (open === null) return null;
  if (event.type === 'still-firing') {
    if (!isNews(open, place.targetId, event)) return null;
    const known = open.targets.find((target) => target.targetId === place.targetId);
    const confirmation = known?.confirmation ?? null;
    const fallen = fallenTarget(event.verdict, place.checkId, place, known?.firedAt ?? now, confirmation);
    return worsen(open, fallen, [...event.fingerprints, ...event.otherText], now);
  }
  if (event.type === 'recovered') return recoverTarget(open, place.targetId, now);
  return null;
}

/** Text less alike than this is another page, not the same one moving. */
const otherPageBelow = 0.2;

/**
 * Whether a standing alarm shows what its incident has not told: a page or a change that it does not know, or a page
 * that was replaced once more, with a text unlike the one that was told.
 */
export function isNews(open: Incident, targetId: string, event: StillFiring): boolean {
  const known = open.targets.find((target) => target.targetId === targetId);
  if (known === undefined) return true;
  const isUnknown = (print: string): boolean => !open.fingerprints.includes(print);
  if (event.fingerprints.some(isUnknown)) return true;
  const { findings } = event.verdict;
  // On a page that is otherwise its own, a news list that goes on is no second wave, however long the alarm stands.
  const isMainly = findings.every(({ family, score }) => family === 'text' || score <= textScore(findings));
  if (!isMainly || !event.otherText.some(isUnknown)) return false;
  const alike = likeness(addedText(known.findings), addedText(findings));
  return alike !== null && alike < otherPageBelow;
}

function textScore(findings: readonly Finding[]): number {
  return Math.max(0, ...findings.filter(({ family }) => family === 'text').map(({ score }) => score));
}

function addedText(findings: readonly Finding[]): number[] {
  return findings.flatMap(({ family, place }) => (family === 'text' ? shinglesOf(place?.after ?? '') : []));
}

/** A target's page is clean again, or was approved as it is; the last one resolves the incident. */
export function recoverTarget(open: Incident, targetId: string, now: number): Transition | null {
  if (!open.targets.some((target) => target.targetId === targetId && target.recoveredAt === null)) return null;
  const targets = open.targets.map((target) =>
    target.targetId === targetId ? { ...target, recoveredAt: now } : target,
  );
  const incident = { ...open, targets, changedAt: now };
  if (targets.some((target) => target.recoveredAt === null)) return { type: 'recovering', incident, notice: null };
  return {
    type: 'resolved',
    incident: { ...incident, status: 'resolved', endedAt: now },
    notice: 'incident-resolved',
  };
}

/** A look that is judged by a person. */
export interface JudgedLook {
  readonly checkId: number;
  /** Of its findings that carry evidence. */
  readonly fingerprints: readonly string[];
}

/** Whether a look from before the target fell shows less than its alarm: calling it right says nothing of the alarm. */
export function isOfBeforeAlarm(open: Incident, targetId: string, look: JudgedLook): boolean {
  const fallen = open.targets.find((target) => target.targetId === targetId && target.recoveredAt === null);
  if (!fallen || fallen.checkId === null || look.checkId >= fallen.checkId) return false;
  return !fingerprintsOf(fallen).every((print) => look.fingerprints.includes(print));
}

/** A person takes the incident on, as it is known at this moment. */
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

function openIncident(fallen: IncidentTarget, place: IncidentPlace, now: number): Transition {
  return {
    type: 'opened',
    incident: {
      number: 0,
      siteId: place.siteId,
      status: 'open',
      kinds: [fallen.kind],
      targets: [fallen],
      fingerprints: fingerprintsOf(fallen),
      openedAt: now,
      changedAt: now,
      endedAt: null,
      acknowledgement: null,
      previousNumber: place.previousNumber,
      campaignNumber: null,
    },
    notice: 'incident-opened',
  };
}

/** A further target, kind or change joins; what an acknowledgement did not cover withdraws it. */
function worsen(open: Incident, fallen: IncidentTarget, prints: readonly string[], now: number): Transition {
  const others = open.targets.filter((target) => target.targetId !== fallen.targetId);
  const incident: Incident = {
    ...open,
    kinds: union(open.kinds, [fallen.kind]),
    targets: [...others, fallen],
    fingerprints: union(open.fingerprints, prints),
    changedAt: now,
  };
  const covered = open.acknowledgement;
  if (covered === null) return { type: 'updated', incident, notice: 'incident-updated' };
  const isCovered =
    covered.kinds.includes(fallen.kind) &&
    covered.targetIds.includes(fallen.targetId) &&
    prints.every((print) => covered.fingerprints.includes(print));
  if (isCovered) return { type: 'updated', incident, notice: null };
  return {
    type: 'escalated',
    incident: { ...incident, status: 'open', acknowledgement: null },
    notice: 'incident-escalated',
  };
}

function fallenTarget(
  verdict: Verdict,
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
