/** How much a page's habit reduces the score of a count: at most three nats per finding, never below zero. */
import type { Finding } from '../../domain/finding.ts';
import type { Words } from '../../domain/words.ts';
import { type HabitName, mostRelief, reliefOf } from '../../learned/habit.ts';
import type { Policy, WeightName } from '../../policy.ts';
import type { ViewContext } from './detector.ts';
import { weigh } from './weigh.ts';

/** A count among a finding's cues, with the nats that the page's habit takes off it. */
export interface Usual {
  readonly cue: WeightName;
  readonly relief: number;
}

/** Relief for an amount in a learned view; a borrowed view has no habit of its own. */
export function usualIn(
  { habits, weights }: Policy,
  { learned, isBorrowed }: Pick<ViewContext, 'learned' | 'isBorrowed'>,
  { name, amount, cue }: { readonly name: HabitName; readonly amount: number; readonly cue: WeightName },
): Usual {
  const isKnown = learned !== null && !isBorrowed;
  return { cue, relief: isKnown ? reliefOf(habits[name], learned.habits?.[name], amount, weights[cue]) : 0 };
}

/** Score of the cues, less what is usual on this page. */
export function weighUsual(
  policy: Policy,
  cues: readonly WeightName[],
  usual: readonly Usual[],
): Pick<Finding, 'score' | 'relief'> {
  const off = usual.reduce((sum, { relief }) => sum + relief, 0);
  const relief = Math.round(100 * Math.min(off, mostRelief)) / 100;
  return relief === 0 ? { score: weigh(policy, cues) } : { score: weigh(policy, cues) - relief, relief };
}

/** Nats from which the relief is reported. */
const toldFrom = 0.5;

export function withHabit(reason: Words, relief = 0): Words {
  if (relief < toldFrom) return reason;
  return {
    vi: `${reason.vi} Trang này vốn hay thay đổi như vậy nên dấu hiệu được tính nhẹ hơn.`,
    en: `${reason.en} This page often changes that much, so it counts less.`,
  };
}
