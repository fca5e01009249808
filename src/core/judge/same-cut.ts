/**
 * Some servers announce a length that their page never reaches, so every look at it is cut off. A page that ends at the
 * same place look after look counts as whole and can be learned.
 */
import type { TargetState } from '../domain/target.ts';
import type { Look } from '../facts/look.ts';
import type { Baseline } from '../learned/baseline.ts';
import { isOrdinary } from './profile-look.ts';

/** Looks in a row that ended at the same place before the next such one counts as whole. */
const cutsBefore = 2;

/** The state after looks of which some were cut off. Two tiers that look at the same moment are one look. */
export function withCuts(state: TargetState, looks: readonly Look[]): TargetState {
  const ordinary = looks.filter(isOrdinary);
  if (ordinary.length === 0) return state;
  const { cuts, ...whole } = state;
  const tail = ordinary.find(({ cutTail }) => cutTail !== undefined)?.cutTail;
  if (tail === undefined) return whole;
  return { ...whole, cuts: { tail, looks: cuts?.tail === tail ? cuts.looks + 1 : 1 } };
}

/** Where the page has ended often enough; null where it has not. */
export function usualCut({ cuts }: TargetState): string | null {
  return cuts !== undefined && cuts.looks >= cutsBefore ? cuts.tail : null;
}

/** Treats looks that end at the page's usual place as whole. */
export function withUsualCuts(
  looks: readonly Look[],
  baseline: Baseline | null,
  usual: string | null,
): readonly Look[] {
  const tails = new Set([...(baseline?.content.cutTails ?? []), ...(usual === null ? [] : [usual])]);
  if (tails.size === 0) return looks;
  return looks.map((look) => (tails.has(look.cutTail ?? '') ? { ...look, cutOff: null } : look));
}
