/**
 * Looks broken by the page: it answered, then crashed or stalled the browser, the reader or the judge. Such a look is
 * never clean, whatever other looks saw; two in one check are evidence, unless the fault may be ours.
 */

import { breaksTheLook } from '../detect/page/breaks-the-look.ts';
import type { Evidence } from '../detect/shared/detector.ts';
import type { CaptureFailure, Tier } from '../domain/capture.ts';
import type { Need, Verdict } from '../domain/finding.ts';
import type { Look } from '../facts/look.ts';
import type { Baseline } from '../learned/baseline.ts';
import type { Policy } from '../policy.ts';
import type { Observation } from './observation.ts';
import { isOrdinary } from './profile-look.ts';

type Seen = Pick<Observation, 'looks' | 'failures' | 'isOurs'>;

const tiers: readonly Tier[] = ['http', 'browser'];

function isBroken(one: Look | CaptureFailure): boolean {
  return 'kind' in one ? one.kind === 'page-broke' : (one.broke ?? []).includes(one.tier);
}

/** How many of the ordinary profile's looks of this tier broke, and how many were made. */
function countOf({ looks, failures }: Seen, tier: Tier): { readonly broken: number; readonly made: number } {
  const made = [...looks, ...failures].filter((one) => isOrdinary(one) && one.tier === tier);
  return { broken: made.filter(isBroken).length, made: made.length };
}

/** Tiers in which at least one of the ordinary profile's looks broke. */
export function brokenTiers(seen: Seen): Tier[] {
  return tiers.filter((tier) => countOf(seen, tier).broken > 0);
}

/** A broken look is repeated once in a fresh browser and thread, and once without a browser. */
export function breakNeeds(seen: Seen): Need[] {
  const broken = brokenTiers(seen);
  const again = broken
    .filter((tier) => countOf(seen, tier).broken === 1 && countOf(seen, tier).made === 1)
    .map((tier): Need => ({ type: 'again', tier }));
  const isBlank = broken.includes('browser') && countOf(seen, 'http').made === 0;
  return [...again, ...(isBlank ? [{ type: 'http' } as const] : [])];
}

/** At first sight there is no way to tell whether the page has always broken looks. */
export function breakEvidence(seen: Seen, baseline: Baseline | null, policy: Policy): Evidence[] {
  if (baseline === null || seen.isOurs === true) return [];
  return breaksTheLook(
    tiers.filter((tier) => countOf(seen, tier).broken > 1),
    baseline,
    policy,
  );
}

/** A verdict that is already bad stays as it is. */
export function withBreak(verdict: Verdict, seen: Seen): Verdict {
  if (brokenTiers(seen).length === 0) return verdict;
  if (seen.isOurs === true && (verdict.level === 'clean' || verdict.level === 'unknown'))
    return { ...verdict, level: 'unknown', kind: 'blind' };
  return verdict.level === 'clean' ? { ...verdict, level: 'unknown', kind: 'error-page' } : verdict;
}

/**
 * Whether a look made during learning may teach. It must be clean, or have nothing but a break against it, so that a
 * page that always breaks looks is learned from what can be seen of it.
 */
export function isLesson(verdict: Verdict, { looks, failures }: Seen): boolean {
  if (verdict.level === 'clean') return true;
  const ordinary = looks.filter(isOrdinary);
  const isWhole = ordinary.length > 0 && ordinary.every(({ status }) => status < 400);
  return verdict.kind === 'error-page' && isWhole && brokenTiers({ looks, failures }).length > 0;
}
