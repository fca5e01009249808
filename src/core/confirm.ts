/** Confirmation: one verdict moves a target's state; nothing opens on a single look unless it is conclusive. */
import type {
  Family,
  Level,
  Profile,
  SpecialProfile,
  TargetState,
  TargetStatus,
  Tier,
  Verdict,
  Vote,
} from './model.ts';

/** Alarms needed among looks made, clean looks that end an alarm. */
export interface ConfirmRule {
  readonly needed: number;
  readonly of: number;
  readonly recoveries: number;
}

/** Everything beside the verdict that a step depends on. */
export interface Circumstances {
  readonly rule: ConfirmRule;
  /** The deepest tier of the look. */
  readonly seenBy: Tier;
  /** Special visitors who looked beside the ordinary one; none when left out. */
  readonly visitors?: readonly Profile[];
  /** Whether the target rests in `ok` or in `learning`. */
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

/** Still there. Both lists hold what was seen in two looks in a row. */
export interface StillFiring {
  readonly type: 'still-firing';
  readonly verdict: Verdict;
  /** Changes that are news of an alarm wherever they appear. */
  readonly fingerprints: readonly string[];
  /** The page's other text, which is news only if it is unlike what was told. */
  readonly otherText: readonly string[];
}

/** What a look amounts to for the incident and the suspect queue. */
export type StepEvent =
  | ConfirmedAlarm
  | StillFiring
  | { readonly type: 'recovered' }
  /** One for the operator's queue. */
  | { readonly type: 'suspect-confirmed'; readonly verdict: Verdict; readonly checkId: number | null }
  | { readonly type: 'suspect-seen'; readonly verdict: Verdict }
  | { readonly type: 'suspect-gone' };

export interface Step {
  readonly state: TargetState;
  readonly event: StepEvent | null;
  /** The next look is due after `confirmAfter` instead of `every`. */
  readonly hurry: boolean;
}

const dayMs = 86_400_000;
/** An unknown that lasts this many looks no longer hurries: an outage is looked at in the ordinary rhythm. */
const hurriedUnknownMs = 300_000;

/** The state of a target that was just registered. */
export function newTargetState(now: number): TargetState {
  return {
    status: 'learning',
    since: now,
    votes: [],
    worst: null,
    raisedBy: null,
    raisedFor: null,
    standing: [],
    lastFingerprints: [],
    cleanStreak: 0,
    lastLevel: null,
    lastKind: null,
    unknownSince: null,
    blindSince: null,
    unknownTold: 'nobody',
    unconfirmedAt: [],
    lookCount: 0,
  };
}

/** Fingerprints of the findings that carry evidence. */
export function fingerprintsOf(verdict: Pick<Verdict, 'findings'>): string[] {
  const prints = verdict.findings.flatMap((finding) =>
    finding.score > 0 && finding.fingerprint !== null ? [finding.fingerprint] : [],
  );
  return [...new Set(prints)].sort();
}

/** Where a target rests when nothing is wrong. */
export function atRest(state: TargetState, hasBaseline: boolean, now: number): TargetState {
  const status: TargetStatus = hasBaseline ? 'ok' : 'learning';
  return {
    ...state,
    status,
    since: state.status === status ? state.since : now,
    votes: [],
    worst: null,
    raisedBy: state.standing.length > 0 ? state.raisedBy : null,
    raisedFor: state.standing.length > 0 ? (state.raisedFor ?? null) : null,
    lastFingerprints: [],
  };
}

/** Pure: the state before and one verdict give the state after, what happened, and whether to hurry. */
export function confirm(before: TargetState, verdict: Verdict, at: Circumstances): Step {
  const { now, seenBy } = at;
  const state: TargetState = {
    ...before,
    lookCount: before.lookCount + 1,
    lastLevel: verdict.level,
    lastKind: verdict.kind,
    unconfirmedAt: before.unconfirmedAt.filter((at) => now - at < dayMs),
  };
  if (verdict.level === 'unknown') return verdict.kind === 'blind' ? blindLook(state, now) : unknownLook(state, now);
  const seen: TargetState = { ...state, unknownSince: null, blindSince: null, unknownTold: 'nobody' };
  if (verdict.level === 'clean') return cleanLook(seen, verdict, at);
  const bad: TargetState = { ...seen, cleanStreak: 0, raisedFor: raisedFor(seen, verdict) };
  if (bad.status === 'firing') return firingLook(bad, verdict);
  if (verdict.level === 'alarm' && verdict.conclusive)
    return fire(bad, { verdict, checkId: null, alarms: 1, looks: 1, promoted: false }, at);
  if (bad.status !== 'pending' && isStanding(bad, verdict)) {
    return { state: bad, event: { type: 'suspect-seen', verdict }, hurry: false };
  }
  const pending: TargetState =
    bad.status === 'pending' ? bad : { ...bad, status: 'pending', since: now, raisedBy: deeper(bad.raisedBy, seenBy) };
  return count(pending, verdict, at);
}

/** Unknown never fires and never clears; it only waits to be seen again. */
function unknownLook(state: TargetState, now: number): Step {
  // An outage goes on where it was before we went blind: what lay between was ours.
  const ownMs = state.blindSince == null ? 0 : now - state.blindSince;
  const unknownSince = state.unknownSince === null ? now : state.unknownSince + ownMs;
  const hurry = now - unknownSince < hurriedUnknownMs;
  return { state: { ...state, unknownSince, blindSince: null }, event: null, hurry };
}

/** Nothing was learned of the portal, not even that it is down. */
function blindLook(state: TargetState, now: number): Step {
  const blind: TargetState = { ...state, blindSince: state.blindSince ?? now };
  return { state: blind, event: null, hurry: state.status === 'pending' };
}

function cleanLook(state: TargetState, verdict: Verdict, at: Circumstances): Step {
  const { hasBaseline, now, rule, seenBy } = at;
  // What only a browser or a special visitor was shown can't be cleared by a look without them.
  if (isShallower(seenBy, state.raisedBy) || lacksVisitor(state, at)) {
    return { state, event: null, hurry: state.status === 'pending' };
  }
  const clean: TargetState = { ...state, cleanStreak: state.cleanStreak + 1 };
  if (state.status === 'firing') {
    if (clean.cleanStreak < rule.recoveries) {
      return { state: { ...clean, lastFingerprints: [] }, event: null, hurry: false };
    }
    return {
      state: { ...atRest({ ...clean, standing: [] }, hasBaseline, now) },
      event: { type: 'recovered' },
      hurry: false,
    };
  }
  if (state.status === 'pending') return count(clean, verdict, at);
  // An alarm that was not confirmed was gone before it was queued: its row waits for the day within which it may return.
  if (state.standing.length > 0 && state.unconfirmedAt.length === 0) {
    return {
      state: { ...clean, standing: [], raisedBy: null, raisedFor: null },
      event: { type: 'suspect-gone' },
      hurry: false,
    };
  }
  return { state: clean, event: null, hurry: false };
}

/** What is missing stays missing, and a defaced page that moves looks different each time: neither is news by itself. */
const neverNews: ReadonlySet<Family> = new Set(['text', 'outline', 'picture', 'makeup']);

function firingLook(state: TargetState, verdict: Verdict): Step {
  const prints = fingerprintsOf(verdict);
  const next: TargetState = { ...state, lastFingerprints: prints };
  if (verdict.level !== 'alarm') return { state: next, event: null, hurry: false };
  const seenTwice = (isMeant: (family: Family) => boolean): string[] =>
    fingerprintsOf({ findings: verdict.findings.filter(({ family }) => isMeant(family)) }).filter((print) =>
      state.lastFingerprints.includes(print),
    );
  const fingerprints = seenTwice((family) => !neverNews.has(family));
  const otherText = seenTwice((family) => family === 'text');
  return { state: next, event: { type: 'still-firing', verdict, fingerprints, otherText }, hurry: false };
}

/** Adds a vote to a pending round and ends the round when its outcome is settled. */
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
  if (left > 0 && bad + left >= rule.needed) return { state: next, event: null, hurry: true };
  return conclude(next, { alarms, bad, looks: votes.length }, at);
}

/** The round is over without a confirmed alarm. */
function conclude(state: TargetState, tally: { alarms: number; bad: number; looks: number }, at: Circumstances): Step {
  const { hasBaseline, now, rule } = at;
  const { worst } = state;
  if (worst === null || (tally.alarms === 0 && tally.bad < rule.needed)) {
    return { state: atRest(state, hasBaseline, now), event: null, hurry: false };
  }
  const unconfirmedAt = tally.alarms > 0 ? [...state.unconfirmedAt, now] : state.unconfirmedAt;
  if (unconfirmedAt.length >= 2) {
    const promoted = { ...state, unconfirmedAt: [] };
    const { alarms, looks } = tally;
    return fire(promoted, { ...worst, alarms, looks, promoted: true }, at);
  }
  const standing = [...new Set([...state.standing, ...fingerprintsOf(worst.verdict)])];
  return {
    state: { ...atRest({ ...state, standing }, hasBaseline, now), unconfirmedAt },
    event: { type: 'suspect-confirmed', verdict: worst.verdict, checkId: worst.checkId },
    hurry: false,
  };
}

function fire(state: TargetState, alarm: Omit<ConfirmedAlarm, 'type'>, { now, seenBy }: Circumstances): Step {
  return {
    state: {
      ...state,
      status: 'firing',
      since: now,
      votes: [],
      worst: null,
      raisedBy: deeper(state.raisedBy, seenBy),
      standing: [],
      lastFingerprints: fingerprintsOf(alarm.verdict),
      cleanStreak: 0,
    },
    event: { type: 'alarm-confirmed', ...alarm },
    hurry: false,
  };
}

/** A suspect whose every change already waits in the queue. */
function isStanding(state: TargetState, verdict: Verdict): boolean {
  const prints = fingerprintsOf(verdict);
  return verdict.level === 'suspect' && prints.length > 0 && prints.every((print) => state.standing.includes(print));
}

function lacksVisitor({ raisedFor }: TargetState, { visitors = [] }: Circumstances): boolean {
  return raisedFor != null && !visitors.includes(raisedFor);
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
