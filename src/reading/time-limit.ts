/** How long a job may take: far more than it ever needs, less for small jobs. */

import type { ReadCapture } from '../core/domain/capture.ts';
import type { Look } from '../core/facts/look.ts';
import type { PageFacts } from '../core/facts/page-facts.ts';
import type { Readers } from '../core/readers.ts';
import type { JudgeJob } from './jobs.ts';

/**
 * A 10 kB page is read in milliseconds and one at the caps of `core/facts` in under three seconds on a slow core, so an
 * ordinary page never hits the limit, however busy the machine.
 */
const baseLimitMs = 10_000;
export const maxLimitMs = 30_000;
/** Characters of markup, or elements plus characters of text, per extra second. */
const moreFor = 200_000;
/** For a single pass over the markup. */
const scanMs = 10_000;

/** The longest legitimate reader job, a body at its cap in a legacy encoding, takes a second on a slow core. */
const readerMs = 5_000;
/** For comparisons that a person waits for. */
const comparisonMs = 10_000;
const comparisons: readonly (keyof Readers)[] = ['textDifference', 'sourceDifference'];

/** For a list of twenty thousand rows. */
const workbookMs = 20_000;

/** For a page or style sheet at its cap, written again. */
const copyMs = 15_000;

export function readerLimitMs(name: keyof Readers): number {
  if (name === 'workbook') return workbookMs;
  if (name === 'copyDocument') return copyMs;
  return comparisons.includes(name) ? comparisonMs : readerMs;
}

export function timeLimitMs(job: JudgeJob): number {
  if (job.type === 'scan' || job.type === 'name') return scanMs;
  return Math.min(maxLimitMs, baseLimitMs + (1_000 * sizeOf(job)) / moreFor);
}

function sizeOf(job: Exclude<JudgeJob, { readonly type: 'scan' | 'name' }>): number {
  switch (job.type) {
    case 'read':
      return markupOf(job.capture);
    case 'assess':
      return textOf(job.observation.looks);
    case 'learn':
    case 'refine':
      return textOf(job.looks);
    case 'replace':
      return textOf([job.look]);
    case 'learnProfile':
      return textOf([job.look, ...job.beside]);
  }
}

function markupOf({ html, rendering, behaviour }: ReadCapture): number {
  const made = (behaviour?.code ?? []).reduce((sum, { source }) => sum + source.length, 0);
  return html.length + (rendering?.html.length ?? 0) + made;
}

function textOf(looks: readonly Look[]): number {
  const sizeOf = (facts: PageFacts | null): number =>
    facts === null ? 0 : facts.counts.elements + facts.counts.visibleCharacters + facts.counts.hiddenCharacters;
  return looks.reduce((sum, look) => sum + sizeOf(look.received) + sizeOf(look.rendered), 0);
}
