/** The configured schedule as the pure rules want it. */
import type { Config } from '../config/schema.ts';
import type { ConfirmRule } from '../core/confirm.ts';
import type { Rhythm } from '../core/timetable.ts';
import type { TargetRow } from '../store/schema.ts';

export function ruleOf(config: Config): ConfirmRule {
  const { confirmations, recoveries } = config.schedule;
  return { ...confirmations, recoveries };
}

export function rhythmOf(config: Config, target: Pick<TargetRow, 'everyMs'>): Rhythm {
  const { every, browserEvery, confirmAfter, learnEvery } = config.schedule;
  return {
    everyMs: target.everyMs ?? every,
    browserEveryMs: browserEvery,
    confirmAfterMs: confirmAfter,
    learnEveryMs: learnEvery,
  };
}
