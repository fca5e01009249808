/** A line of a long list of portals, as stored while the list is checked and registered. */
import type { Words } from './words.ts';

/** By name of the column. */
export type LineCells = Readonly<Record<string, string>>;

/** What registering a valid line would do, for the preview. */
export interface LinePlan {
  readonly name: string;
  readonly address: string;
  readonly agency: string | null;
  readonly pages: number;
  readonly emails: number;
  readonly tags: number;
  readonly warnings: readonly Words[];
}

/** Null column: the line as a whole. */
export interface LineProblem {
  readonly column: string | null;
  readonly words: Words;
}

/** What the check of a line found; a valid one has no problems, and the other no plan. */
export interface LineResult {
  readonly plan: LinePlan | null;
  readonly problems: readonly LineProblem[];
}
