const dayMs = 86_400_000;
/** Days before the end at which people are warned; 0 is the end itself. */
const steps = [0, 1, 3, 7, 14, 30] as const;

/**
 * The warning that is due now: the nearest step reached, unless it was given.
 *
 * @param warned days of warnings that were given for this end
 * @returns days, 0 once past; null when nothing is due
 */
export function dueWarning(expiresAt: number, warned: readonly number[], now: number): number | null {
  const left = expiresAt - now;
  const reached = steps.find((days) => left <= days * dayMs) ?? null;
  return reached === null || warned.includes(reached) ? null : reached;
}
