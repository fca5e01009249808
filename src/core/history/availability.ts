/** How often a portal answered when it was looked at. */
import type { Kind } from '../domain/finding.ts';
import type { LookResultCount } from './look-hour.ts';

export interface Availability {
  /** Looks that say something about the portal. */
  readonly looks: number;
  readonly answered: number;
}

/** Says something about our line or our right to look, nothing about whether the portal answers its visitors. */
const silent: readonly (Kind | null)[] = ['blind', 'blocked'];

/**
 * @param looks all looks of the period
 * @param results their results; those of hours in which every look was clean may be left out
 */
export function availabilityOf(looks: number, results: readonly LookResultCount[]): Availability {
  const unknown = results.filter(({ level }) => level === 'unknown');
  const count = (some: readonly LookResultCount[]) => some.reduce((sum, one) => sum + one.looks, 0);
  const unsaid = count(unknown.filter(({ kind }) => silent.includes(kind)));
  return { looks: looks - unsaid, answered: looks - count(unknown) };
}

/** 0 to 1; null when no look says anything. */
export function availableShare({ looks, answered }: Availability): number | null {
  return looks === 0 ? null : answered / looks;
}
