/** The configured roster as the pure rules want it. */
import type { Config } from '../../config/schema.ts';
import { type Roster, type Turn, turnAt } from '../../core/duty/roster.ts';

export function rosterOf({ duty, schedule }: Config): Roster {
  const { officers, startsOn, shiftsEach } = duty;
  const shiftsAtMs = duty.shifts.map((time) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return (hours * 60 + minutes) * 60_000;
  });
  return { officers, startsOn, shiftsEach, shiftsAtMs, timeZone: schedule.timezone };
}

/** Whose turn it is; null when there is no roster. */
export function turnOf(config: Config, at: number): Turn | null {
  return turnAt(rosterOf(config), at);
}
