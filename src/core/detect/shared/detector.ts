/** Input and output of detectors. */

import type { SpecialProfile } from '../../domain/capture.ts';
import type { Finding } from '../../domain/finding.ts';
import type { ProbeRole } from '../../domain/target.ts';
import type { Look } from '../../facts/look.ts';
import type { PageFacts } from '../../facts/page-facts.ts';
import type { Baseline } from '../../learned/baseline.ts';
import type { Comparison } from '../../learned/comparison.ts';
import type { PictureComparison } from '../../learned/learned-picture.ts';
import type { LearnedView } from '../../learned/learned-view.ts';
import type { SiteKnowledge } from '../../pages/site-knowledge.ts';
import type { LookAlikeKind, Policy } from '../../policy.ts';
import type { FreshScript } from '../../scripts/fresh-scripts.ts';
import type { NewCode } from '../../scripts/made-code.ts';

/** One view of a look with what was learned of it. */
export interface ViewContext {
  /** `written`: what the new scripts of a view would write into the page. */
  readonly view: 'received' | 'rendered' | 'written';
  readonly facts: PageFacts;
  /** Both null at first sight. */
  readonly learned: LearnedView | null;
  /**
   * This view was never learned and is compared with the other view's baseline: enough to tell what text is known, not
   * what is missing.
   */
  readonly isBorrowed: boolean;
  readonly comparison: Comparison | null;
  /** For a truncated page: comparison up to the cut. Null for a complete page or a stand-in. */
  readonly beforeCut: Comparison | null;
  readonly lookAlike: LookAlikeKind | null;
  /** Its unlearned scripts, analysed; omitted where scripts are not analysed. */
  readonly scripts?: readonly FreshScript[];
}

/** For a page that nobody registered: why it is checked, and what is known of its site. */
export interface SiteContext {
  readonly role: ProbeRole;
  readonly knowledge: SiteKnowledge;
}

export interface LookContext {
  readonly look: Look;
  readonly targetUrl: string;
  /** Null at first sight, although a provisional baseline may exist. */
  readonly baseline: Baseline | null;
  readonly views: readonly ViewContext[];
  /** What new scripts would write; omitted where scripts are not analysed. */
  readonly written?: readonly ViewContext[];
  /** Run-time code not seen during learning, analysed; omitted where none was recorded or learned. */
  readonly made?: readonly NewCode[];
  /** Null for registered pages. */
  readonly site: SiteContext | null;
  /** The look's picture compared with the learned one; null where either is missing or they cannot be compared. */
  readonly picture: PictureComparison | null;
  /**
   * The ordinary profile's looks at the same moment, for a special profile's look; `learned` and `baseline` already
   * include them. Omitted for ordinary looks.
   */
  readonly beside?: readonly Look[];
  readonly policy: Policy;
  /** Fingerprints currently ignored: a detector that picks the strongest of several changes skips these. */
  readonly ignored: readonly string[];
}

/**
 * `missing`: learned content is gone, which a stand-in, a truncated body or a better look can explain. `added`: new
 * content, which nothing explains away. `changed`: added, but of the kind every redesign brings; counts together with
 * what is missing.
 */
type Nature = 'missing' | 'changed' | 'added';

export interface Evidence {
  readonly finding: Finding;
  readonly nature: Nature;
  /** Missing from before the cut, so truncation does not explain it. */
  readonly isBeforeCut?: boolean;
  /** The only special profile that was shown it. */
  readonly onlyFor?: SpecialProfile;
}

/** One file per detector; `id` is the file's name. Pure; a throw becomes a note and never ends the check. */
export interface Detector {
  readonly id: string;
  detect(context: LookContext): readonly Evidence[];
}
