import type { PastFingerprint } from '../detect/page/seen-before.ts';
import type { SiteContext } from '../detect/shared/detector.ts';
import type { Need, Verdict } from '../domain/finding.ts';
import type { Baseline } from '../learned/baseline.ts';
import type { ProfileBaselines } from './profile-look.ts';

export interface AssessContext {
  readonly targetUrl: string;
  readonly at: number;
  /** Null: judged at first sight. A provisional baseline is judged both ways. */
  readonly baseline: Baseline | null;
  /** Baselines of special profiles; none when omitted. */
  readonly profiles?: ProfileBaselines;
  /** Fingerprints currently ignored by operators. */
  readonly ignored: readonly string[];
  /** Fingerprints of the site's recently ended incidents; none when omitted. */
  readonly pastFingerprints?: readonly PastFingerprint[];
  /** Set for discovered pages that nobody registered. */
  readonly site?: SiteContext | null;
  /** Where the page's latest looks were cut off, all at the same place (`Look.cutTail`); null or omitted where not. */
  readonly usualCut?: string | null;
  /** Names of the vantages available for this page; none when omitted. */
  readonly vantages?: readonly string[];
}

export interface Assessment {
  /** The current verdict; final when no look is needed or none can be had. */
  readonly verdict: Verdict;
  readonly needs: readonly Need[];
}
