/** How a target's role changes what follows from its looks: one object per role; all else is shared. */

import type { Tier } from '../domain/capture.ts';
import type { TargetRole, TargetState } from '../domain/target.ts';
import { type Appointment, type Rhythm, restingAt } from '../timetable.ts';

/** Host names have a queue of their own beside the tiers of pages. */
export interface TargetAppointment extends Omit<Appointment, 'nextTier'> {
  readonly nextTier: Tier | 'names';
}

export interface AfterLook {
  readonly state: TargetState;
  readonly isLearningNames: boolean;
  readonly rhythm: Rhythm;
  readonly now: number;
}

export interface RoleRules {
  /** Whether it starts and rests in `learning` until it has a baseline; otherwise it rests in `ok` from the start. */
  readonly learnsBaseline: boolean;
  /** Whether a long outage is notified. */
  readonly notifiesOutage: boolean;
  /** The deepest tier available for it. */
  readonly deepest: TargetAppointment['nextTier'];
  /** The next appointment, adjusted for the role. */
  appoint(next: Appointment, after: AfterLook): TargetAppointment;
}

const registeredPage: RoleRules = {
  learnsBaseline: true,
  notifiesOutage: true,
  deepest: 'browser',
  appoint: (next) => next,
};

/** Returns to discovery as soon as it is no longer suspected. */
const foundPage: RoleRules = {
  learnsBaseline: false,
  notifiesOutage: false,
  deepest: 'browser',
  appoint: (next, { state }) => (isOverWith(state) ? { ...next, nextCheckAt: restingAt } : next),
};

/** Checked at the learning interval until enough was learned. */
const hostNames: RoleRules = {
  learnsBaseline: false,
  notifiesOutage: false,
  deepest: 'names',
  appoint: ({ nextCheckAt, nextBrowserAt }, { isLearningNames, rhythm, now }) => ({
    nextCheckAt: isLearningNames ? Math.min(nextCheckAt, now + rhythm.learnEveryMs) : nextCheckAt,
    nextTier: 'names',
    nextBrowserAt,
  }),
};

export const roleRules: Readonly<Record<TargetRole, RoleRules>> = {
  registered: registeredPage,
  names: hostNames,
  found: foundPage,
  'not-found': foundPage,
  telling: foundPage,
  plain: foundPage,
};

/** Whether the target rests in `ok` when nothing is wrong. */
export function restsInOk({ role, baselineVersion }: { readonly role: TargetRole; readonly baselineVersion: number }) {
  return baselineVersion > 0 || !roleRules[role].learnsBaseline;
}

function isOverWith({ status, queued, lastLevel }: TargetState): boolean {
  const isQuiet = status === 'ok' && queued.length === 0;
  return isQuiet && (lastLevel === 'clean' || lastLevel === 'unknown');
}
