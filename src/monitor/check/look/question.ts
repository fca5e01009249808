/** What a look at a page should find out, and what its responses are judged against. */
import type { PastFingerprint } from '../../../core/detect/page/seen-before.ts';
import type { SiteContext } from '../../../core/detect/shared/detector.ts';
import type { CaptureRequest, SpecialProfile, Tier } from '../../../core/domain/capture.ts';
import type { ProfileTurn } from '../../../core/judge/profile-turns.ts';
import type { Baseline } from '../../../core/learned/baseline.ts';
import type { TrafficRoom } from '../../../core/ports.ts';
import type { NextSlot } from '../event-loop-slots.ts';

export interface Question {
  readonly url: string;
  /** Taken in this order; the judge may ask for more. */
  readonly tiers: readonly Tier[];
  /** The special profile that looks right after the ordinary one. */
  readonly profileTurn?: ProfileTurn | null;
  readonly realTime: boolean;
  /** Something awaits confirmation: every look allows as much page time as one on the virtual clock. */
  readonly patient?: boolean;
  /** Where the ordinary profile's browser look may click; nowhere when omitted. */
  readonly click?: CaptureRequest['click'] | undefined;
  /** Names of the vantages that may be asked; none when omitted. */
  readonly vantages?: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** For its recorded traffic; none is recorded when omitted. */
  readonly room?: TrafficRoom | undefined;
  /** Awaited before each piece of work that blocks the event loop. */
  readonly nextSlot?: NextSlot | undefined;
}

/** What looks are judged against; loaded only when a response needs judging. */
export interface Reference {
  readonly baseline: Baseline | null;
  /** What is known of one special profile. */
  readonly ownOf: (profile: SpecialProfile) => Promise<Baseline | null>;
  readonly ignored: readonly string[];
  readonly pastFingerprints: readonly PastFingerprint[];
  /** As `AssessContext.usualCut`. */
  readonly usualCut?: string | null;
  /** For an unregistered page. */
  readonly site?: SiteContext | null;
}
