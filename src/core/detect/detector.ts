/** What a detector is given and what it returns. */
import type { Baseline } from '../baseline.ts';
import type { PageFacts } from '../facts/page-facts.ts';
import type { Comparison } from '../learned/comparison.ts';
import type { PictureComparison } from '../learned/learned-picture.ts';
import type { LearnedView } from '../learned/learned-view.ts';
import type { Look } from '../look.ts';
import type { Finding, SpecialProfile } from '../model.ts';
import type { ProbeRole, SiteKnowledge } from '../pages/site-knowledge.ts';
import type { LookAlikeKind, Policy } from '../policy.ts';

/** One view of a look beside what was learned of it. */
export interface ViewContext {
  readonly view: 'received' | 'rendered';
  readonly facts: PageFacts;
  /** Both null at first sight. */
  readonly learned: LearnedView | null;
  /**
   * This view was never learned and stands beside the other view's learning: good enough to say what text is known, not
   * to say what is missing.
   */
  readonly isBorrowed: boolean;
  readonly comparison: Comparison | null;
  readonly lookAlike: LookAlikeKind | null;
}

/** For a page that nobody registered: why it is looked at, and what is known of its site. */
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
  /** Null for registered pages. */
  readonly site: SiteContext | null;
  /** The look's picture beside the learned one; null where either is missing or they can't be compared. */
  readonly picture: PictureComparison | null;
  /**
   * What the ordinary visitor was shown at the same moment, when this is a special visitor's look; `learned` and
   * `baseline` know all of it already. Left out for the ordinary visitor's own looks.
   */
  readonly beside?: readonly Look[];
  readonly policy: Policy;
  /** Fingerprints that people ignore now: a detector that picks the strongest of several changes passes these over. */
  readonly ignored: readonly string[];
}

/**
 * `missing`: something learned is gone, which a look-alike page, a cut-off body or a better look explains. `added`:
 * something is there that was not, which nothing explains away. `changed`: added, but of the kind that every redesign
 * brings; counts together with what is missing.
 */
type Nature = 'missing' | 'changed' | 'added';

export interface Evidence {
  readonly finding: Finding;
  readonly nature: Nature;
  /** The special visitor who alone was shown it. */
  readonly onlyFor?: SpecialProfile;
}

/** One file per detector; `id` is the file's name. Pure; a throw becomes a remark and never ends the check. */
export interface Detector {
  readonly id: string;
  detect(context: LookContext): readonly Evidence[];
}
