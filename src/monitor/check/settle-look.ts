/**
 * What a look means for its target. May be evaluated again, since the target may change before the result is written.
 */
import { isDeepStrictEqual } from 'node:util';
import type { ObservedLook, Settled } from '../../core/judge/settle.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import type { Observed } from './look/observed.ts';
import type { Role, SettleParts } from './roles.ts';
import type { StoredTarget } from './stored-target.ts';

export type SettleOn = (stored: StoredTarget) => Settled;

/**
 * Reuses the result for a target that did not change meanwhile, and settles again for one that did.
 *
 * @param role of the target
 * @param target as it was claimed
 * @param now the end of the look, whenever it is settled
 */
export function settleLook(
  parts: SettleParts,
  role: Pick<Role, 'settle'>,
  target: TargetRow,
  observed: Observed,
  now: number,
): SettleOn {
  const look = lookOf(target, observed);
  let last: { readonly stored: StoredTarget; readonly settled: Settled } | null = null;
  return (stored) => {
    if (last === null || !isDeepStrictEqual(last.stored, stored)) {
      last = { stored, settled: role.settle(parts, stored, look, now) };
    }
    return last.settled;
  };
}

/** A portal that could not be reached keeps its profile turn for later. */
function lookOf({ nextCheckAt: dueAt }: TargetRow, observed: Observed): ObservedLook {
  const { verdict, looks, failures, deepest, seenBy, answeredProfiles, names } = observed;
  const profileTurn = observed.captures.length > 0 ? observed.profileTurn : null;
  const isLearningNames = names?.isLearning === true;
  return { verdict, looks, failures, deepest, seenBy, answeredProfiles, profileTurn, dueAt, isLearningNames };
}
