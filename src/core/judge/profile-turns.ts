/**
 * When a target is visited with a special profile. One at a time, beside the ordinary look of the same check, so that
 * both are compared at the same moment.
 */
import type { SpecialProfile, Tier } from '../domain/capture.ts';
import type { TargetState } from '../domain/target.ts';
import { phaseOf } from '../timetable.ts';

export interface ProfileTurn {
  readonly profile: SpecialProfile;
  readonly tier: Tier;
}

/** A target's place in the rotation. `nextProfileAt` is null until its first profile turn is scheduled. */
export interface ProfilePlace {
  readonly nextProfileAt: number | null;
  readonly profileTurn: number;
}

/**
 * Spam for search bots is by far the most common, and is in the response itself. Clicks and phones are mostly
 * redirected by a script, which only a browser runs; clicks are also tried without one, for servers that answer with a
 * redirect.
 */
const rotation: readonly ProfileTurn[] = [
  { profile: 'search-bot', tier: 'http' },
  { profile: 'search-click', tier: 'http' },
  { profile: 'phone', tier: 'browser' },
  { profile: 'search-bot', tier: 'http' },
  { profile: 'search-click', tier: 'browser' },
  { profile: 'declared', tier: 'http' },
];

/**
 * The special profile due in a check of `tier` now: the one that raised the current trouble, otherwise the next in
 * rotation. A profile turn that needs a browser waits for the next browser check. Null when none is due.
 */
export function profileTurnDue(state: TargetState, place: ProfilePlace, tier: Tier, now: number): ProfileTurn | null {
  if (state.status === 'learning') return null;
  const isTroubled = state.status === 'pending' || state.status === 'firing';
  if (isTroubled && state.raisedFor !== null) return { profile: state.raisedFor, tier: followUpTier(state) };
  const turn = rotation[place.profileTurn % rotation.length];
  if (turn === undefined || place.nextProfileAt === null || place.nextProfileAt > now) return null;
  return turn.tier === 'browser' && tier === 'http' ? null : turn;
}

function followUpTier({ raisedFor, raisedBy }: TargetState): Tier {
  if (raisedFor === 'phone') return 'browser';
  return raisedFor === 'search-click' && raisedBy === 'browser' ? 'browser' : 'http';
}

/** The place after a check that ended at `now`. @param everyMs duration of a full rotation; 0: never */
export function nextPlace(
  targetId: string,
  { nextProfileAt, profileTurn }: ProfilePlace,
  taken: ProfileTurn | null,
  everyMs: number,
  now: number,
): ProfilePlace {
  if (everyMs === 0) return { nextProfileAt: null, profileTurn };
  const spacingMs = everyMs / rotation.length;
  // Targets registered together, or found by an upgrade, start at different times and places in the rotation.
  if (nextProfileAt === null) {
    const phase = phaseOf(targetId, 0);
    return {
      nextProfileAt: now + Math.round(spacingMs * phase),
      profileTurn: Math.floor(phase * 1_000) % 2 === 0 ? 0 : 3,
    };
  }
  const own = rotation[profileTurn % rotation.length];
  const isOwnProfileTurn = taken !== null && taken.profile === own?.profile && nextProfileAt <= now;
  if (!isOwnProfileTurn) return { nextProfileAt, profileTurn };
  const next = (profileTurn + 1) % rotation.length;
  const jitter = 0.9 + 0.2 * phaseOf(targetId, next);
  return { nextProfileAt: now + Math.round(spacingMs * jitter), profileTurn: next };
}
