/** When to warn that a certificate or registration expires. */

const dayMs = 86_400_000;

/** Days before expiry at which a warning is due; 0 is the expiry itself. */
const warningDays = [30, 14, 7, 3, 1, 0] as const;

/**
 * Automatic renewal happens with a third of the lifetime left, some a little later: a 90-day certificate is no concern
 * at 30 days. So no warning before the last quarter.
 */
const lastShare = 1 / 4;

/**
 * The one warning due now: the latest step reached, so that a late first look, or days without looks, causes one
 * warning rather than five. Null when none is due or that step, or a later one, was warned of.
 * @param expiresAt the end, in milliseconds
 * @param warned steps already warned of for exactly this end; a new end begins with none
 * @param lifetimeMs total lifetime, where known and renewal is automatic (certificates); omit it for registrations and
 * for dates entered by hand
 * @returns days of the step: 30, 14, 7, 3 or 1; 0 when it is past
 */
export function dueWarning(
  expiresAt: number,
  warned: readonly number[],
  now: number,
  lifetimeMs: number = Number.POSITIVE_INFINITY,
): number | null {
  const leftMs = expiresAt - now;
  if (Number.isNaN(leftMs)) return null;
  const reached = warningDays.filter((days) => leftMs <= days * dayMs && days * dayMs <= lifetimeMs * lastShare);
  const step = reached.at(-1);
  return step === undefined || warned.some((days) => days <= step) ? null : step;
}
