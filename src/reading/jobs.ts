/** Messages between the caller's thread and a reading thread; copied. */

import type { Evidence } from '../core/detect/shared/detector.ts';
import type { ReadCapture } from '../core/domain/capture.ts';
import type { Look } from '../core/facts/look.ts';
import type { AssessContext, Assessment } from '../core/judge/assessment.ts';
import type { Observation } from '../core/judge/observation.ts';
import type { ProfileLook } from '../core/judge/profile-look.ts';
import type { Baseline, LearnedContent } from '../core/learned/baseline.ts';
import type { Readers } from '../core/readers.ts';

export type Job = ReaderJob | JudgeJob;

export interface ReaderJob {
  readonly type: 'reader';
  readonly name: keyof Readers;
  readonly input: unknown;
}

/** Traffic never goes to a thread: it is large, and no judge asks for it. */
export type JudgedCapture = ReadCapture & { readonly traffic?: never };

export type JudgeJob =
  | { readonly type: 'read'; readonly capture: JudgedCapture }
  /** Hashes rendered markup, as in `Look.renderedHash`. */
  | { readonly type: 'name'; readonly markup: string }
  | { readonly type: 'scan'; readonly capture: JudgedCapture; readonly context: AssessContext }
  | { readonly type: 'assess'; readonly context: AssessContext; readonly observation: Observation }
  | { readonly type: 'learn'; readonly looks: readonly Look[]; readonly at: number }
  | {
      readonly type: 'replace';
      readonly before: LearnedContent | null;
      readonly look: Look;
      readonly at: number;
    }
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
  readonly name: string;
  readonly scan: readonly Evidence[] | null;
  readonly assess: Assessment | null;
  readonly learn: LearnedContent | null;
  readonly replace: LearnedContent | null;
  readonly refine: Baseline | null;
  readonly learnProfile: Baseline | null;
}

/** `failed`: it threw on input that no reader expected. */
export type Reply =
  | { readonly status: 'done'; readonly value: unknown }
  | { readonly status: 'failed'; readonly reason: string };
