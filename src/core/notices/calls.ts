/** Whose telephone stands beside the button of a mail. */
import type { Call, Contact } from './notice.ts';

interface Reachable {
  readonly name: string;
  readonly phone?: string | null | undefined;
}

/**
 * One of each: who watches now and who answers for the portal; a national contact only where neither has a telephone.
 *
 * @param officer on duty; null without a roster
 * @param agency in the order in which they are called
 */
export function callsOf(officer: Reachable | null, agency: readonly Reachable[], national: readonly Contact[]): Call[] {
  const own = [...firstWithPhone('duty', officer ? [officer] : []), ...firstWithPhone('agency', agency)];
  return own.length > 0 ? own : firstWithPhone('national', national);
}

function firstWithPhone(role: Call['for'], people: readonly Reachable[]): Call[] {
  for (const { name, phone } of people) if (phone) return [{ for: role, name, phone }];
  return [];
}
