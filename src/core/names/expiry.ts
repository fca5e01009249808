/** When somebody is to be warned that a certificate or a registration ends. */

const dayMs = 86_400_000;

/** Days before the end at which a warning is due; 0 is the end itself. */
const warningDays = [30, 14, 7, 3, 1, 0] as const;

/**
 * Certificates that renew themselves do so with a third of their life left, some a little later: one that lives for 90
 * days has nothing to worry about at 30. So no warning before the last quarter.
 */
const lastShare = 1 / 4;

/**
 * The one warning that is due now: the latest step reached, so that a first look at something nearly over, or days in
 * which nobody looked, give one warning and not five. Null when none is due or that step, or a later one, was warned of.
 * @param expiresAt the end, in milliseconds
 * @param warned steps already warned of for exactly this end; a new end begins with none
 * @param lifetimeMs from begin to end, where it is known and renewal is automatic (certificates); leave it out for
 *   registrations and for dates entered by hand
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
