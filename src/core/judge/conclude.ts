/** From detectors to a verdict and the looks still needed, for pages and names alike. */

import { type PastFingerprint, seenBefore } from '../detect/page/seen-before.ts';
import type { Evidence } from '../detect/shared/detector.ts';
import { failedDetector } from '../detect/shared/failed-detector.ts';
import type { Need, Verdict } from '../domain/finding.ts';
import type { Policy } from '../policy.ts';
import type { Assessment } from './assessment.ts';
import { asGone } from './gone.ts';
import { judge, type StandInKind } from './judge.ts';

interface DetectorOf<Context> {
  readonly id: string;
  detect(context: Context): readonly Evidence[];
}

/** A detector that throws yields a note; it never ends the check. */
export function detectAll<Context>(detectors: readonly DetectorOf<Context>[], context: Context): Evidence[] {
  return detectors.flatMap((detector) => {
    try {
      return detector.detect(context);
    } catch (error) {
      return [failedDetector(detector.id, error)];
    }
  });
}

/** What was found at one moment. */
export interface Seen {
  readonly evidence: readonly Evidence[];
  /** What stands in for the real thing; null when it was seen itself. */
  readonly standIn: StandInKind | null;
  /** Whether the page is gone rather than taken; never when omitted. */
  isGone?(counted: readonly Evidence[]): boolean;
  /** @param counted the evidence without scores for what is ignored */
  needs(verdict: Verdict, counted: readonly Evidence[]): Need[];
}

/** An ignored change counts nothing; one known from the site's recent incidents counts more. */
export function conclude(
  { evidence, standIn, isGone, needs }: Seen,
  { ignored, pastFingerprints = [] }: { ignored: readonly string[]; pastFingerprints?: readonly PastFingerprint[] },
  policy: Policy,
): Assessment {
  const counted = evidence.map((one) => withIgnored(one, ignored));
  const judged = judge([...counted, ...seenBefore(counted, pastFingerprints, policy)], standIn, policy);
  const verdict = isGone?.(counted) === true ? asGone(judged, policy) : judged;
  return { verdict, needs: needs(verdict, counted) };
}

function withIgnored(evidence: Evidence, ignored: readonly string[]): Evidence {
  const { fingerprint } = evidence.finding;
  if (fingerprint === null || !ignored.includes(fingerprint)) return evidence;
  return { ...evidence, finding: { ...evidence.finding, score: 0 } };
}
