/**
 * Whether a learned page may be approved together with others, without a person reading each one. A page that was
 * defaced before it was registered looks normal to its own baseline, so what counts is how its lessons were judged at
 * first sight, before there was any baseline.
 */

export interface LessonFacts {
  /** A browser look that the baseline was learned from was judged clean at first sight. */
  readonly hasCleanBrowserLesson: boolean;
  /** A look since learning began was a suspect or alarm, however it ended. */
  readonly wasDoubted: boolean;
  /** The latest look is clean and the page is at rest. */
  readonly isCleanNow: boolean;
  /** A browser's picture of it is kept, so that it can be shown. */
  readonly isPictured: boolean;
}

export type BulkObstacle = 'doubted' | 'unseen-by-browser' | 'not-clean-now' | 'no-picture';

/** The worst obstacle; null where there is none. */
export function bulkObstacle(facts: LessonFacts): BulkObstacle | null {
  if (facts.wasDoubted) return 'doubted';
  if (!facts.hasCleanBrowserLesson) return 'unseen-by-browser';
  if (!facts.isCleanNow) return 'not-clean-now';
  return facts.isPictured ? null : 'no-picture';
}
