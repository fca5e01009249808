/** What passes between the caller's thread and the judging one, copied. */
import type { AssessContext, Assessment, Observation } from '../core/assess.ts';
import type { Baseline, LearnedContent } from '../core/baseline.ts';
import type { Look } from '../core/look.ts';
import type { Capture } from '../core/model.ts';
import type { ProfileLook } from '../core/profile-look.ts';

export type Job =
  | { readonly type: 'read'; readonly capture: Capture }
  | { readonly type: 'assess'; readonly context: AssessContext; readonly observation: Observation }
  | { readonly type: 'learn'; readonly looks: readonly Look[]; readonly at: number }
  | { readonly type: 'refine'; readonly baseline: Baseline; readonly looks: readonly Look[]; readonly at: number }
  | {
      readonly type: 'learnProfile';
      readonly own: Baseline | null;
      readonly baseline: Baseline;
      readonly look: ProfileLook;
      readonly beside: readonly Look[];
    };

export interface Answers {
  readonly read: Look | null;
  readonly assess: Assessment | null;
  readonly learn: LearnedContent | null;
  readonly refine: Baseline | null;
  readonly learnProfile: Baseline | null;
}
