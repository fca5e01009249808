/** What one look at a target saw, with the verdict on it. */
import type { Capture, CaptureFailure, SpecialProfile, Tier } from '../../../core/domain/capture.ts';
import type { Verdict } from '../../../core/domain/finding.ts';
import type { Look } from '../../../core/facts/look.ts';
import { isOrdinary } from '../../../core/judge/profile-look.ts';
import type { ProfileTurn } from '../../../core/judge/profile-turns.ts';
import type { Baseline } from '../../../core/learned/baseline.ts';
import type { SeenNames } from '../../../store/targets/host-names.ts';
import type { Reference } from './question.ts';

export interface Observed {
  readonly verdict: Verdict;
  readonly captures: readonly Capture[];
  /** Of these, the ones received that could not be read or judged. */
  readonly unread?: readonly Capture[];
  readonly looks: readonly Look[];
  readonly failures: readonly CaptureFailure[];
  /** Deepest tier among the ordinary profile's looks. */
  readonly deepest: Tier;
  /** Tier of the look that the verdict rests on. */
  readonly seenBy: Tier;
  /** The profile turn that was taken. */
  readonly profileTurn: ProfileTurn | null;
  /** Special profiles that got a response. */
  readonly answeredProfiles: readonly SpecialProfile[];
  /** Baselines of the special profiles that were requested. */
  readonly profiles: ReadonlyMap<SpecialProfile, Baseline>;
  readonly reference: Reference | null;
  /** Set for a look at names. */
  readonly names?: SeenNames;
}

/** The capture that shows the verdict: the special profile's where only it saw the content, else the deepest. */
export function shownCapture({ captures, verdict }: Pick<Observed, 'captures' | 'verdict'>): Capture | undefined {
  const { onlyFor } = verdict;
  const special = onlyFor?.alone ? captures.findLast(({ profile }) => profile === onlyFor.profile) : undefined;
  return special ?? captures.findLast(isOrdinary) ?? captures.at(-1);
}
