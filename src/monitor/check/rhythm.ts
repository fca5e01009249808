/** Maps the configured schedule to what the pure rules expect. */
import type { Config } from '../../config/schema/schema.ts';
import { type WatchWindow, windowAt } from '../../core/duty/watch-windows.ts';
import type { ConfirmRule } from '../../core/judge/confirm.ts';
import { type Aftermath, isAftermath, type Rhythm, tightened } from '../../core/timetable.ts';

export function ruleOf(config: Config): ConfirmRule {
  const { confirmations, recoveries } = config.schedule;
  return { ...confirmations, recoveries };
}

export function aftermathOf(config: Config): Aftermath {
  const { for: forMs, faster } = config.schedule.afterIncident;
  return { forMs, faster };
}

/**
 * @param everyMs the interval on an ordinary day
 * @param resolvedAt when the site's latest incident was resolved, null when there was none
 * @param windows in a holiday or event, and in the days after an incident, the tighter of the two rhythms applies
 */
export function rhythmOf(
  config: Config,
  windows: readonly WatchWindow[],
  { everyMs, resolvedAt }: { readonly everyMs: number; readonly resolvedAt: number | null },
  now: number,
): Rhythm {
  const { browserEvery, confirmAfter, learnEvery, watchWindows } = config.schedule;
  const aftermath = aftermathOf(config);
  const rhythm = { everyMs, browserEveryMs: browserEvery, confirmAfterMs: confirmAfter, learnEveryMs: learnEvery };
  const faster = Math.max(
    1,
    isAftermath(resolvedAt, aftermath, now) ? aftermath.faster : 1,
    windowAt(windows, now) === null ? 1 : watchWindows.faster,
  );
  return tightened(rhythm, { faster });
}
