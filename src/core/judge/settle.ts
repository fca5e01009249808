/** What a look means for its target: next state, next appointment, events and what to keep. Pure. */

import type { CaptureFailure, SpecialProfile, Tier } from '../domain/capture.ts';
import type { Verdict } from '../domain/finding.ts';
import type { Incident } from '../domain/incident.ts';
import type { TargetState } from '../domain/target.ts';
import type { Look } from '../facts/look.ts';
import { isNews } from '../incidents/incident.ts';
import { type OutageEvent, outageOf } from '../incidents/outage.ts';
import { nextAppointment, type Rhythm } from '../timetable.ts';
import { isLesson } from './breaks.ts';
import { withClicks } from './click-turns.ts';
import { type ConfirmRule, confirm, type Step, type StepEvent } from './confirm.ts';
import { nextPlace, type ProfilePlace, type ProfileTurn } from './profile-turns.ts';
import type { RoleRules, TargetAppointment } from './role-rules.ts';
import { withCuts } from './same-cut.ts';

/** A target as it is when its look ends: an operator may have decided something during the look. */
export interface CurrentTarget extends TargetAppointment, ProfilePlace {
  readonly id: string;
  readonly state: TargetState;
  /** Whether it rests in `ok` rather than `learning`. */
  readonly hasBaseline: boolean;
  /** The site's open incident; null when there is none. Needed only while the target fires. */
  readonly open: Incident | null;
  /** Whether maintenance holds back notices about its site. Needed only while the target is unknown. */
  readonly isHeld: boolean;
}

/** What was observed, as far as the target's state depends on it. */
export interface ObservedLook {
  readonly verdict: Verdict;
  readonly looks: readonly Look[];
  readonly failures: readonly CaptureFailure[];
  /** Deepest tier of the ordinary profile's looks. */
  readonly deepest: Tier;
  /** Tier of the look that the verdict rests on. */
  readonly seenBy: Tier;
  /** Special profiles that got an answer. */
  readonly answeredProfiles: readonly SpecialProfile[];
  /** The profile turn that was used; null when none was. */
  readonly profileTurn: ProfileTurn | null;
  /** When the look was due, by the appointment it was claimed for. */
  readonly dueAt: number;
  /** Whether the accepted values of a host's names are still being learned. */
  readonly isLearningNames: boolean;
}

/** A deployment's settings for confirmation and check intervals. */
export interface Pace {
  readonly rule: ConfirmRule;
  readonly rhythm: Rhythm;
  /** Duration of a full profile rotation; 0: never. */
  readonly profilesEveryMs: number;
}

/** `lesson`: input for a baseline. `evidence`: a bad look that shows something new. */
export type Keep = 'nothing' | 'lesson' | 'evidence';

export interface Settled {
  /** `worst.checkId` is null where this look is the worst of its round and has no number yet. */
  readonly state: TargetState;
  readonly appointment: TargetAppointment;
  readonly place: ProfilePlace;
  readonly event: StepEvent | null;
  readonly outage: OutageEvent | null;
  readonly keep: Keep;
  /** Another look was requested while this one was under way, and is still owed. */
  readonly isAskedAgain: boolean;
}

/** @param now end of the look, the one moment that everything is computed for */
export function settle(target: CurrentTarget, look: ObservedLook, rules: RoleRules, pace: Pace, now: number): Settled {
  const { verdict, seenBy, answeredProfiles: profiles } = look;
  const { rule, rhythm, profilesEveryMs } = pace;
  const step = confirm(target.state, verdict, {
    rule,
    seenBy,
    profiles,
    hasBaseline: target.hasBaseline,
    now,
  });
  const outage = rules.notifiesOutage && !target.isHeld ? outageOf(step.state, now) : null;
  const state = withCuts(withClicks(outage?.state ?? step.state, look.looks, now), look.looks);
  const next = nextAppointment(target.id, step, look.deepest, target.nextBrowserAt, rhythm, now);
  const { nextCheckAt, nextTier } = target;
  const isAskedAgain = nextCheckAt !== look.dueAt;
  const appointment = rules.appoint(next, { state, isLearningNames: look.isLearningNames, rhythm, now });
  return {
    state,
    appointment: isAskedAgain ? { ...appointment, nextCheckAt, nextTier } : appointment,
    place: nextPlace(target.id, target, look.profileTurn, profilesEveryMs, now),
    event: step.event,
    outage: outage?.event ?? null,
    keep: keepOf(target, look, step),
    isAskedAgain,
  };
}

/**
 * Keeps baseline input, and every bad look until the alarm is confirmed. A standing alarm is kept again only when it
 * shows a change that its incident does not know.
 */
function keepOf({ id, state, open }: CurrentTarget, look: ObservedLook, step: Step): Keep {
  const { verdict } = look;
  if (state.status === 'learning' && isLesson(verdict, look)) return 'lesson';
  const isBad = verdict.level === 'suspect' || verdict.level === 'alarm';
  return isBad && showsNews(id, open, step) ? 'evidence' : 'nothing';
}

function showsNews(targetId: string, open: Incident | null, { event, state }: Step): boolean {
  if (event === null) return state.status === 'pending';
  if (event.type === 'suspect-seen') return false;
  return event.type !== 'still-firing' || open === null || isNews(open, targetId, event);
}
