/** The configured schedule as the pure rules want it. */
import type { Config } from '../config/schema.ts';
import type { ConfirmRule } from '../core/confirm.ts';
import { type Aftermath, isAftermath, type Rhythm, tightened } from '../core/timetable.ts';
import type { TargetRow } from '../store/schema.ts';

export function ruleOf(config: Config): ConfirmRule {
  const { confirmations, recoveries } = config.schedule;
  return { ...confirmations, recoveries };
}

export function aftermathOf(config: Config): Aftermath {
  const { for: forMs, faster } = config.schedule.afterIncident;
  return { forMs, faster };
}

/**
 * @param resolvedAt when the site's latest incident was resolved, null when there was none
 * @param isWatchWindow whether a holiday or an event is on; beside the days after an incident the tighter of both counts
 */
export function rhythmOf(
  config: Config,
  target: Pick<TargetRow, 'everyMs' | 'role'>,
  { resolvedAt, isWatchWindow }: { readonly resolvedAt: number | null; readonly isWatchWindow: boolean },
  now: number,
): Rhythm {
  const { every, browserEvery, confirmAfter, learnEvery } = config.schedule;
  const rhythm = {
    everyMs: target.role === 'names' ? config.names.every : (target.everyMs ?? every),
    browserEveryMs: browserEvery,
    confirmAfterMs: confirmAfter,
    learnEveryMs: learnEvery,
  };
  const aftermath = aftermathOf(config);
  const faster = Math.max(
    1,
    isAftermath(resolvedAt, aftermath, now) ? aftermath.faster : 1,
    isWatchWindow ? config.schedule.watchWindows.faster : 1,
  );
  return tightened(rhythm, { faster });
}
