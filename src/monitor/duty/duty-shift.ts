/** Maps the configured roster to what the pure rules expect. */
import type { Config } from '../../config/schema/schema.ts';
import { type DutyShift, dutyShiftAt, type Roster } from '../../core/duty/roster.ts';

export function rosterOf({ duty, schedule }: Config): Roster {
  const { officers, startsOn, shiftsEach } = duty;
  const shiftsAtMs = duty.shifts.map((time) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return (hours * 60 + minutes) * 60_000;
  });
  return { officers, startsOn, shiftsEach, shiftsAtMs, timeZone: schedule.timezone };
}

/** The duty shift at a given time; null without a roster. */
export function dutyShiftOf(config: Config, at: number): DutyShift | null {
  return dutyShiftAt(rosterOf(config), at);
}
