/** Which unregistered pages are worth following. */

import type { Family, Verdict } from '../domain/finding.ts';
import { familySum } from '../judge/judge.ts';
import type { Policy } from '../policy.ts';

/** What a planted page, file or answer reveals by itself. Scripts and frames of an unknown page say little. */
const telling: ReadonlySet<Family> = new Set(['words', 'links', 'pages', 'route', 'makeup', 'profile']);

/**
 * A site has thousands of pages, each judged without a baseline, so a rare first-sight mistake would come up every
 * week. The telling findings must therefore be a suspect on their own, and a page in the portal's own frame is followed
 * at alarm only.
 */
export function isSuspicious({ level, findings }: Verdict, policy: Policy): boolean {
  if (level !== 'suspect' && level !== 'alarm') return false;
  const speaking = findings.filter(({ family }) => telling.has(family));
  if (familySum(speaking, policy.familyDiscount) < policy.thresholds.suspect) return false;
  return level === 'alarm' || speaking.some(({ family, score }) => family === 'pages' && score > 0);
}
