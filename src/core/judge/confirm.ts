/** Confirmation: one verdict moves a target's state; no incident opens on a single look unless it is conclusive. */
import type { Profile, SpecialProfile, Tier } from '../domain/capture.ts';
import type { Family, Level, Verdict } from '../domain/finding.ts';
import type { TargetState, TargetStatus, Vote } from '../domain/target.ts';

/** Alarms required, out of how many looks, and clean looks that end an alarm. */
export interface ConfirmRule {
  readonly needed: number;
  readonly of: number;
  readonly recoveries: number;
}

/** Everything besides the verdict that a step depends on. */
export interface Circumstances {
  readonly rule: ConfirmRule;
  /** Deepest tier of the look. */
  readonly seenBy: Tier;
  /** Special profiles that looked alongside the ordinary one; none when omitted. */
  readonly profiles?: readonly Profile[];
  /** Whether the target rests in `ok` rather than `learning`. */
  readonly hasBaseline: boolean;
  readonly now: number;
}

/** `alarms` of `looks` agreed; `promoted` when two alarms within 24 h stayed unconfirmed. */
export interface ConfirmedAlarm {
  readonly type: 'alarm-confirmed';
  readonly verdict: Verdict;
  /** The look that holds the evidence; null when it is the one being recorded. */
  readonly checkId: number | null;
  readonly alarms: number;
  readonly looks: number;
  readonly promoted: boolean;
}

/** Still firing. Both lists hold what was seen in two consecutive looks. */
export interface StillFiring {
  readonly type: 'still-firing';
  readonly verdict: Verdict;
  /** Changes that count as news wherever they appear. */
  readonly fingerprints: readonly string[];
  /** The page's other text, which is news only if it differs from what was notified. */
  readonly otherText: readonly string[];
}

/** What a look means for the incident and the suspect queue. */
export type StepEvent =
  | ConfirmedAlarm
  | StillFiring
  | { readonly type: 'recovered' }
  /** Goes to the operator's queue. */
  | { readonly type: 'suspect-confirmed'; readonly verdict: Verdict; readonly checkId: number | null }
  /** An alarm that no look confirmed or cleared within ten minutes: queued, and operators are notified at once. */
  | { readonly type: 'confirmation-overdue'; readonly verdict: Verdict; readonly checkId: number | null }
  | { readonly type: 'suspect-seen'; readonly verdict: Verdict }
  | { readonly type: 'suspect-gone' };

export interface Step {
  readonly state: TargetState;
  readonly event: StepEvent | null;
  /** The next look is due after `confirmAfter` instead of `every`. */
  readonly recheckSoon: boolean;
}

const dayMs = 86_400_000;
/** An unknown that lasts this long is no longer rechecked soon: an outage is checked at the normal interval. */
const recheckUnknownMs = 300_000;
/** Confirmation takes two or three minutes; preventing it for longer must not buy an attacker silence. */
const overdueMs = 600_000;

/** Initial state of a newly registered target. */
export function newTargetState(now: number): TargetState {
  return {
    status: 'learning',
    since: now,
    votes: [],
    worst: null,
    raisedBy: null,
    raisedFor: null,
    queued: [],
    lastFingerprints: [],
    cleanStreak: 0,
    lastLevel: null,
    lastKind: null,
    unknownSince: null,
    lastIsGone: false,
    blindSince: null,
    outageNotified: 'nobody',
    unconfirmedAt: [],
    overdueAt: null,
    lookCount: 0,
  };
}

/** Fingerprints of the findings that carry evidence. */
export function fingerprintsOf(verdict: Pick<Verdict, 'findings'>): string[] {
  const fingerprints = verdict.findings.flatMap((finding) =>
    finding.score > 0 && finding.fingerprint !== null ? [finding.fingerprint] : [],
  );
  return [...new Set(fingerprints)].sort();
}

/** Resting state of a target when nothing is wrong. */
export function atRest(state: TargetState, hasBaseline: boolean, now: number): TargetState {
  const status: TargetStatus = hasBaseline ? 'ok' : 'learning';
  return {
    ...state,
    status,
    since: state.status === status ? state.since : now,
    votes: [],
    worst: null,
    raisedBy: state.queued.length > 0 ? state.raisedBy : null,
    raisedFor: state.queued.length > 0 ? state.raisedFor : null,
    lastFingerprints: [],
    overdueAt: null,
  };
}

/** Pure: from the previous state and one verdict, computes the next state, the event and whether to recheck soon. */
export function confirm(before: TargetState, verdict: Verdict, at: Circumstances): Step {
  const { now, seenBy } = at;
  const state: TargetState = {
    ...before,
    lookCount: before.lookCount + 1,
    lastLevel: verdict.level,
    lastKind: verdict.kind,
    lastIsGone: verdict.isGone === true,
    unconfirmedAt: before.unconfirmedAt.filter((at) => now - at < dayMs),
  };
  if (verdict.level === 'unknown')
    return orOverdue(verdict.kind === 'blind' ? blindLook(state, now) : unknownLook(state, now), now);
  const seen: TargetState = state.lastIsGone
    ? unseen(state, now)
    : { ...state, unknownSince: null, blindSince: null, outageNotified: 'nobody' };
  if (verdict.level === 'clean') return cleanLook(seen, verdict, at);
  const bad: TargetState = { ...seen, cleanStreak: 0, raisedFor: raisedFor(seen, verdict) };
  if (bad.status === 'firing') return firingLook(bad, verdict);
  if (verdict.level === 'alarm' && verdict.conclusive)
    return fire(bad, { verdict, checkId: null, alarms: 1, looks: 1, promoted: false }, at);
  if (bad.status !== 'pending' && isQueued(bad, verdict)) {
    return { state: bad, event: { type: 'suspect-seen', verdict }, recheckSoon: false };
  }
  // Breaking the looks that would confirm an alarm is no vote; otherwise it would downgrade the alarm to a suspect.
  if (bad.status === 'pending' && bad.worst?.verdict.level === 'alarm' && isMereBreak(verdict))
    return orOverdue({ state: bad, event: null, recheckSoon: true }, now);
  const pending: TargetState =
    bad.status === 'pending' ? bad : { ...bad, status: 'pending', since: now, raisedBy: deeper(bad.raisedBy, seenBy) };
  return count(pending, verdict, at);
}

function isMereBreak({ level, findings }: Verdict): boolean {
  return level === 'suspect' && findings.every(({ detector, score }) => score <= 0 || detector === 'breaks-the-look');
}

/** Unknown never fires and never clears; it waits for the next look. */
function unknownLook(state: TargetState, now: number): Step {
  const next = unseen(state, now);
  return { state: next, event: null, recheckSoon: now - (next.unknownSince ?? now) < recheckUnknownMs };
}

/** An outage resumes where it was before the monitor went offline: the time between was our failure. */
function unseen(state: TargetState, now: number): TargetState {
  const ownMs = state.blindSince === null ? 0 : now - state.blindSince;
  const unknownSince = state.unknownSince === null ? now : state.unknownSince + ownMs;
  return { ...state, unknownSince, blindSince: null };
}

/** The look says nothing about the portal, not even that it is down. */
function blindLook(state: TargetState, now: number): Step {
  const blind: TargetState = { ...state, blindSince: state.blindSince ?? now };
  return { state: blind, event: null, recheckSoon: state.status === 'pending' };
}

/**
 * A look that neither confirms nor clears. An alarm left waiting too long by such looks, whatever the cause, is queued;
 * confirmation continues at the normal interval.
 */
function orOverdue(step: Step, now: number): Step {
  const { state } = step;
  const { status, votes, worst } = state;
  if (status !== 'pending') return step;
  if (state.overdueAt !== null) return { ...step, recheckSoon: false };
  const alarm = votes.find(({ level }) => level === 'alarm');
  if (worst === null || alarm === undefined || now - alarm.at < overdueMs) return step;
  const queued = [...new Set([...state.queued, ...fingerprintsOf(worst.verdict)])];
  const { verdict, checkId } = worst;
  return {
    state: { ...state, queued, overdueAt: now },
    event: { type: 'confirmation-overdue', verdict, checkId },
    recheckSoon: false,
  };
}

function cleanLook(state: TargetState, verdict: Verdict, at: Circumstances): Step {
  const { hasBaseline, now, rule, seenBy } = at;
  // What only a browser or a special profile was shown cannot be cleared by a look without them.
  if (isShallower(seenBy, state.raisedBy) || lacksProfile(state, at)) {
    return orOverdue({ state, event: null, recheckSoon: state.status === 'pending' }, now);
  }
  const clean: TargetState = { ...state, cleanStreak: state.cleanStreak + 1 };
  if (state.status === 'firing') {
    if (clean.cleanStreak < rule.recoveries) {
      return { state: { ...clean, lastFingerprints: [] }, event: null, recheckSoon: false };
    }
    return {
      state: { ...atRest({ ...clean, queued: [] }, hasBaseline, now) },
      event: { type: 'recovered' },
      recheckSoon: false,
    };
  }
  if (state.status === 'pending') return count(clean, verdict, at);
  // An unconfirmed alarm that is gone before being queued keeps its row for the day within which it may return.
  if (state.queued.length > 0 && state.unconfirmedAt.length === 0) {
    return {
      state: { ...clean, queued: [], raisedBy: null, raisedFor: null },
      event: { type: 'suspect-gone' },
      recheckSoon: false,
    };
  }
  return { state: clean, event: null, recheckSoon: false };
}

/** Missing content stays missing, and a dynamic defaced page differs each time: neither is news by itself. */
const neverNews: ReadonlySet<Family> = new Set(['text', 'outline', 'picture', 'makeup']);

function firingLook(state: TargetState, verdict: Verdict): Step {
  const next: TargetState = { ...state, lastFingerprints: fingerprintsOf(verdict) };
  if (verdict.level !== 'alarm') return { state: next, event: null, recheckSoon: false };
  const seenTwice = (isMeant: (family: Family) => boolean): string[] =>
    fingerprintsOf({ findings: verdict.findings.filter(({ family }) => isMeant(family)) }).filter((fingerprint) =>
      state.lastFingerprints.includes(fingerprint),
    );
  const fingerprints = seenTwice((family) => !neverNews.has(family));
  const otherText = seenTwice((family) => family === 'text');
  return { state: next, event: { type: 'still-firing', verdict, fingerprints, otherText }, recheckSoon: false };
}

/** Adds a vote to a pending round and ends the round once its outcome is settled. */
function count(state: TargetState, verdict: Verdict, at: Circumstances): Step {
  const { now, rule, seenBy } = at;
  const votes: Vote[] = [...state.votes, { at: now, level: verdict.level, kind: verdict.kind }];
  const worst =
    state.worst === null || badness(verdict) > badness(state.worst.verdict) ? { verdict, checkId: null } : state.worst;
  const next: TargetState = {
    ...state,
    votes,
    worst,
    raisedBy: deeper(state.raisedBy, verdict.level === 'clean' ? null : seenBy),
  };
  const alarms = votes.filter((vote) => vote.level === 'alarm').length;
  const bad = votes.filter((vote) => vote.level !== 'clean').length;
  if (alarms >= rule.needed) {
    const shown = verdict.level === 'alarm' ? { verdict, checkId: null } : worst;
    return fire(next, { ...shown, alarms, looks: votes.length, promoted: false }, at);
  }
  const left = rule.of - votes.length;
  if (left > 0 && bad + left >= rule.needed) return { state: next, event: null, recheckSoon: true };
  return conclude(next, { alarms, bad, looks: votes.length }, at);
}

/** Ends the round without a confirmed alarm. */
function conclude(state: TargetState, tally: { alarms: number; bad: number; looks: number }, at: Circumstances): Step {
  const { hasBaseline, now, rule } = at;
  const { worst } = state;
  if (worst === null || (tally.alarms === 0 && tally.bad < rule.needed)) {
    return { state: atRest(state, hasBaseline, now), event: null, recheckSoon: false };
  }
  const unconfirmedAt = tally.alarms > 0 ? [...state.unconfirmedAt, now] : state.unconfirmedAt;
  if (unconfirmedAt.length >= 2) {
    const promoted = { ...state, unconfirmedAt: [] };
    const { alarms, looks } = tally;
    return fire(promoted, { ...worst, alarms, looks, promoted: true }, at);
  }
  const queued = [...new Set([...state.queued, ...fingerprintsOf(worst.verdict)])];
  return {
    state: { ...atRest({ ...state, queued }, hasBaseline, now), unconfirmedAt },
    event: { type: 'suspect-confirmed', verdict: worst.verdict, checkId: worst.checkId },
    recheckSoon: false,
  };
}

function fire(state: TargetState, alarm: Omit<ConfirmedAlarm, 'type'>, { now, seenBy }: Circumstances): Step {
  const fingerprints = fingerprintsOf(alarm.verdict);
  return {
    state: firing(state, { fingerprints, seenBy }, now),
    event: { type: 'alarm-confirmed', ...alarm },
    recheckSoon: false,
  };
}

/** State of a page whose attack is confirmed, by looks or by a person: it lasts until enough looks are clean. */
export function firing(
  state: TargetState,
  { fingerprints, seenBy }: { readonly fingerprints: readonly string[]; readonly seenBy: Tier },
  now: number,
): TargetState {
  return {
    ...state,
    status: 'firing',
    since: now,
    votes: [],
    worst: null,
    raisedBy: deeper(state.raisedBy, seenBy),
    queued: [],
    overdueAt: null,
    lastFingerprints: fingerprints,
    cleanStreak: 0,
  };
}

/** A suspect whose changes are all in the queue already. */
function isQueued(state: TargetState, verdict: Verdict): boolean {
  const fingerprints = fingerprintsOf(verdict);
  return (
    verdict.level === 'suspect' &&
    fingerprints.length > 0 &&
    fingerprints.every((fingerprint) => state.queued.includes(fingerprint))
  );
}

function lacksProfile({ raisedFor }: TargetState, { profiles = [] }: Circumstances): boolean {
  return raisedFor !== null && !profiles.includes(raisedFor);
}

function raisedFor(state: TargetState, { onlyFor }: Verdict): SpecialProfile | null {
  return state.raisedFor ?? onlyFor?.profile ?? null;
}

const depth: Record<Tier, number> = { http: 0, browser: 1 };

function isShallower(tier: Tier, than: Tier | null): boolean {
  return than !== null && depth[tier] < depth[than];
}

function deeper(a: Tier | null, b: Tier | null): Tier | null {
  if (a === null || b === null) return a ?? b;
  return depth[a] >= depth[b] ? a : b;
}

const badnessOf: Record<Level, number> = { clean: 0, unknown: 0, suspect: 1, alarm: 2 };

/** Orders verdicts by level, then by score. */
function badness(verdict: Verdict): number {
  return badnessOf[verdict.level] * 1e6 + verdict.score;
}

/** Whether something is to be confirmed, stands, or came and went lately: such a target is looked at more closely. */
export function isOnGuard({ status, queued, unconfirmedAt }: TargetState): boolean {
  return status === 'pending' || status === 'firing' || queued.length > 0 || unconfirmedAt.length > 0;
}
