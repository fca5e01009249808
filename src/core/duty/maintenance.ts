/** What maintenance holds back. */
import type { AttackKind } from '../domain/finding.ts';

/** Maintenance never loses names, redirects visitors or leaves a ransom note: waiting 72 hours would do the damage. */
export const neverHeld: readonly AttackKind[] = ['ransom-note', 'redirection', 'takeover'];

export function isHeldInMaintenance(kinds: readonly AttackKind[]): boolean {
  return !kinds.some((kind) => neverHeld.includes(kind));
}
