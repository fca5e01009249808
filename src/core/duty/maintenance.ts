/** What announced maintenance holds back. */
import type { AttackKind } from '../model.ts';

/** No maintenance loses the names, sends visitors to others or leaves a ransom note: waiting 72 hours would be the harm. */
export const neverHeld: readonly AttackKind[] = ['ransom-note', 'redirection', 'takeover'];

export function isHeldInMaintenance(kinds: readonly AttackKind[]): boolean {
  return !kinds.some((kind) => neverHeld.includes(kind));
}
