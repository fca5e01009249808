/** When a target is checked next, and how deep. */

import type { Tier } from './domain/capture.ts';
import type { TargetState } from './domain/target.ts';
import type { Step } from './judge/confirm.ts';

export interface Rhythm {
  readonly everyMs: number;
  readonly browserEveryMs: number;
  readonly confirmAfterMs: number;
  readonly learnEveryMs: number;
}

/** How an attacked site is checked for a while after its incident was resolved. */
export interface Aftermath {
  readonly forMs: number;
  /** Factor by which checks are more frequent, in both tiers; at least 1. */
  readonly faster: number;
}

export interface Appointment {
  readonly nextCheckAt: number;
  readonly nextTier: Tier;
  readonly nextBrowserAt: number;
}

/** When a page no longer suspected is due: at the end of the year 9999, unless discovery finds it again. */
export const restingAt = 253_402_300_799_000;

/** Spread of the regular interval, so that targets registered or restarted together drift apart. */
const jitterShare = 0.1;

/**
 * A fixed place in [0, 1) for a target in one of its rounds (FNV-1a, 32 bit): stable across restarts and different for
 * every target, so a restart causes no burst of checks.
 */
export function phaseOf(targetId: string, round: number): number {
  let hash = 0x811c9dc5;
  for (const char of `${targetId}#${round}`) {
    hash ^= char.charCodeAt(0);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  // FNV's low bits carry the last characters best; fold the high half in.
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

/** Whether an incident that ended then still makes its site watched more closely. */
export function isAftermath(endedAt: number | null, { forMs }: Aftermath, now: number): boolean {
  return endedAt !== null && now - endedAt < forMs;
}

/**
 * Check intervals while an attack is likelier: after an incident, since cleaning a page rarely closes the way in, and
 * in a watch window.
 */
export function tightened(rhythm: Rhythm, { faster }: Pick<Aftermath, 'faster'>): Rhythm {
  const { everyMs, browserEveryMs } = rhythm;
  return { ...rhythm, everyMs: Math.round(everyMs / faster), browserEveryMs: Math.round(browserEveryMs / faster) };
}

/** The appointment after a look that ended at `now`. `lookedBy` is the deepest tier of that look. */
export function nextAppointment(
  targetId: string,
  step: Step,
  lookedBy: Tier,
  previousBrowserAt: number,
  rhythm: Rhythm,
  now: number,
): Appointment {
  const { state } = step;
  const jitter = 1 + jitterShare * (2 * phaseOf(targetId, state.lookCount) - 1);
  const wholeRound = now + Math.round(rhythm.browserEveryMs * jitter);
  // A shortened interval also applies to the current round.
  const browserAt = lookedBy === 'browser' ? wholeRound : Math.min(previousBrowserAt, wholeRound);
  const waitMs = step.recheckSoon
    ? rhythm.confirmAfterMs
    : state.status === 'learning' && state.lastLevel === 'clean'
      ? rhythm.learnEveryMs
      : Math.round(rhythm.everyMs * jitter);
  const nextCheckAt = now + waitMs;
  return { nextCheckAt, nextTier: tierDue(state, browserAt, nextCheckAt), nextBrowserAt: browserAt };
}

/** When learning ends if every look that is left becomes a lesson. */
export function learnedAt(nextCheckAt: number, looksLeft: number, learnEveryMs: number): number {
  return nextCheckAt + Math.max(0, looksLeft - 1) * learnEveryMs;
}

/** A target that is learning, or whose trouble only a browser saw, is checked with a browser. */
function tierDue(state: TargetState, browserAt: number, at: number): Tier {
  if (state.status === 'learning') return 'browser';
  const isTroubled = state.status === 'pending' || state.status === 'firing';
  if (isTroubled && state.raisedBy === 'browser') return 'browser';
  return browserAt <= at ? 'browser' : 'http';
}
