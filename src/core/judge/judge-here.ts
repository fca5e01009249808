/** Implements the `Judging` port in the caller's own thread. */

import { lookAt } from '../facts/look.ts';
import { learnBaseline, refineWithAll, replaceBaseline } from '../learned/baseline.ts';
import type { Policy } from '../policy.ts';
import type { Judging } from '../ports.ts';
import { scanPage } from '../scan/scan-page.ts';
import { assess } from './assess.ts';
import { learnProfile } from './profile-look.ts';

export function judgeHere(policy: Policy): Judging {
  return {
    read: async (capture) => lookAt(capture, null),
    scan: async (capture, context) => scanPage(capture, context, policy),
    assess: async (context, observation) => assess(context, observation, policy),
    learn: async (looks, at) => learnBaseline(looks, at),
    replace: async (before, look, at) => replaceBaseline(before, look, at),
    refine: async (baseline, looks, at) => refineWithAll(baseline, looks, at),
    learnProfile: async (own, baseline, look, beside) => learnProfile(own, baseline, look, beside),
  };
}
