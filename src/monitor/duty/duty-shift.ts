/** Maps the configured roster to what the pure rules expect. */
import type { Config } from '../../config/schema/schema.ts';
import { type DutyShift, dutyShiftAt, type Roster } from '../../core/duty/roster.ts';

export function rosterOf({ duty, schedule, disabledPeople = [] }: Config): Roster {
  const isDisabled = (person: string | undefined) => person !== undefined && disabledPeople.includes(person);
  const { startsOn, shiftsEach } = duty;
  const officers = duty.officers.map(({ person, ...officer }) => ({ ...officer, isDisabled: isDisabled(person) }));
  const shiftsAtMs = duty.shifts.map((time) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return (hours * 60 + minutes) * 60_000;
  });
  return { officers, startsOn, shiftsEach, shiftsAtMs, timeZone: schedule.timezone };
}

/** Rows of the roster without those whose account is disabled: they are not notified, and their links act no more. */
export function withoutDisabled<Row extends { readonly person?: string | undefined }>(
  { disabledPeople = [] }: Pick<Config, 'disabledPeople'>,
  rows: readonly Row[],
): Row[] {
  return rows.filter(({ person }) => person === undefined || !disabledPeople.includes(person));
}

/** The duty shift at a given time; null without a roster. */
export function dutyShiftOf(config: Config, at: number): DutyShift | null {
  return dutyShiftAt(rosterOf(config), at);
}
