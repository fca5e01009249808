/** The port `Judging`, served in the caller's own thread. */
import { assess } from './assess.ts';
import { learnBaseline, refineWithAll } from './baseline.ts';
import { lookAt } from './look.ts';
import type { Policy } from './policy.ts';
import type { Judging } from './ports.ts';
import { learnProfile } from './profile-look.ts';

export function judgeHere(policy: Policy): Judging {
  return {
    read: async (capture) => lookAt(capture, null),
    assess: async (context, observation) => assess(context, observation, policy),
    learn: async (looks, at) => learnBaseline(looks, at),
    refine: async (baseline, looks, at) => refineWithAll(baseline, looks, at),
    learnProfile: async (own, baseline, look, beside) => learnProfile(own, baseline, look, beside),
  };
}
