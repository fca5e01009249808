/**
 * A change from an earlier incident of the site reappears: an attacker who kept access uses it again. It runs last, on
 * the other detectors' findings.
 */
import { familySum } from '../../judge/judge.ts';
import type { Policy } from '../../policy.ts';
import type { Evidence } from '../shared/detector.ts';

const id = 'seen-before';

/** One change of an ended incident. */
export interface PastFingerprint {
  readonly fingerprint: string;
  readonly incidentNumber: number;
}

/**
 * Only *added* content can reappear; missing content looks the same in every outage. It must also be a suspect by
 * itself: a harmless change that came with the attack stays after the attack is gone.
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
    // It names no change of its own: ignoring the change itself ignores this too.
    fingerprint: null,
    indicators: [],
  } as const;
  return [{ nature: 'added', finding }];
}
