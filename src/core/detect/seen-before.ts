/**
 * A change that an earlier incident of the site consisted of is there again: who kept a way in uses it again. Judged on
 * what the other detectors found, so it runs after them.
 */
import { familySum } from '../judge.ts';
import type { Policy } from '../policy.ts';
import type { Evidence } from './detector.ts';

const id = 'seen-before';

/** One change that an ended incident consisted of. */
export interface PastFingerprint {
  readonly fingerprint: string;
  readonly incidentNumber: number;
}

/**
 * Only what was *added* comes back; what is missing is missing alike in every outage. And only what is a suspect by
 * itself: a harmless change that came together with the attack stays on the page when the attack is gone.
 *
 * @param evidence of all detectors, ignored changes at score 0
 */
export function seenBefore(
  evidence: readonly Evidence[],
  past: readonly PastFingerprint[],
  { familyDiscount, thresholds, weights }: Policy,
): Evidence[] {
  const incidentOf = new Map(past.map((one) => [one.fingerprint, one.incidentNumber]));
  const back = evidence
    .filter(
      ({ nature, finding }) => nature === 'added' && finding.score > 0 && incidentOf.has(finding.fingerprint ?? ''),
    )
    .map(({ finding }) => finding)
    .sort((a, b) => b.score - a.score);
  const strongest = back[0];
  if (strongest === undefined || familySum(back, familyDiscount) < thresholds.suspect) return [];
  const number = incidentOf.get(strongest.fingerprint ?? '');
  const finding = {
    detector: id,
    family: 'history',
    kind: strongest.kind,
    score: weights['seen-before.again'],
    reason: {
      vi: `Đúng thay đổi của sự cố số ${number} đã xuất hiện trở lại.`,
      en: `Exactly the change of incident ${number} is back.`,
    },
    // It names no change of its own: whoever ignores the change itself ignores this with it.
    fingerprint: null,
  } as const;
  return [{ nature: 'added', finding }];
}
