/** Which pages that nobody registered are worth following. */
import { familySum } from '../judge.ts';
import type { Family, Verdict } from '../model.ts';
import type { Policy } from '../policy.ts';

/** What a planted page, file or answer says by itself. Scripts and frames of a page never seen before say little. */
const telling: ReadonlySet<Family> = new Set(['words', 'links', 'pages', 'route', 'makeup', 'profile']);

/**
 * A site has thousands of pages, and each is judged without knowing what it was: a rare mistake of first sight would come
 * up every week. So what speaks must be worth a suspect without the rest, and a page in the portal's own frame is
 * followed at alarm only.
 */
export function isSuspicious({ level, findings }: Verdict, policy: Policy): boolean {
  if (level !== 'suspect' && level !== 'alarm') return false;
  const speaking = findings.filter(({ family }) => telling.has(family));
  if (familySum(speaking, policy.familyDiscount) < policy.thresholds.suspect) return false;
  return level === 'alarm' || speaking.some(({ family, score }) => family === 'pages' && score > 0);
}
