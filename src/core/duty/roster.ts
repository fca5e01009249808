/** Who is on duty: officers rotate through the day's shifts. */
import { dayMs, dayNumber, dayOf, localMs, momentOf } from './days.ts';

export interface Officer {
  readonly name: string;
  readonly email: string;
  readonly phone?: string | undefined;
  /** Cannot sign in, so is not notified: the account is disabled. */
  readonly isDisabled?: boolean;
}

export interface Roster {
  readonly officers: readonly Officer[];
  /** Day on which the first officer's first shift begins, `2026-11-23`. */
  readonly startsOn: string;
  /** Times at which shifts begin, in milliseconds since midnight, ascending; at least one. */
  readonly shiftsAtMs: readonly number[];
  /** Consecutive shifts per officer; at least 1. */
  readonly shiftsEach: number;
  readonly timeZone: string;
}

/** One officer's duty shift. */
export interface DutyShift {
  /** Null: nobody is on duty, since the assigned officer's account is disabled. */
  readonly officer: Officer | null;
  /** Whose shift it is by the roster. */
  readonly assigned: Officer;
  /** The next officer, called when the first does not answer; null when there is nobody else. */
  readonly second: Officer | null;
  readonly from: number;
  readonly to: number;
}

/** @returns null when there are no officers */
export function dutyShiftAt(roster: Roster, at: number): DutyShift | null {
  const { officers, shiftsAtMs, shiftsEach } = roster;
  const turn = Math.floor(shiftNumber(roster, at) / shiftsEach);
  const officerOf = (number: number): Officer | undefined => officers.at(modulo(number, officers.length));
  const assigned = officerOf(turn);
  if (assigned === undefined || shiftsAtMs.length === 0) return null;
  const others = officers.slice(1).flatMap((_, index) => officerOf(turn + 1 + index) ?? []);
  return {
    officer: assigned.isDisabled ? null : assigned,
    assigned,
    second: others.find(({ isDisabled }) => !isDisabled) ?? null,
    from: shiftStart(roster, turn * shiftsEach),
    to: shiftStart(roster, (turn + 1) * shiftsEach),
  };
}

/** Consecutive duty shifts, starting with the one at `at`. */
export function dutyShiftsFrom(roster: Roster, at: number, count: number): DutyShift[] {
  const dutyShifts: DutyShift[] = [];
  for (
    let turn = dutyShiftAt(roster, at);
    turn !== null && dutyShifts.length < count;
    turn = dutyShiftAt(roster, turn.to)
  ) {
    dutyShifts.push(turn);
  }
  return dutyShifts;
}

/** Shifts since the roster's first one, which is 0. */
function shiftNumber({ startsOn, shiftsAtMs, timeZone }: Roster, at: number): number {
  const day = dayOf(at, timeZone);
  const sinceMidnightMs = localMs(at, timeZone) - day * dayMs;
  const begun = shiftsAtMs.filter((start) => start <= sinceMidnightMs).length;
  return (day - dayNumber(startsOn)) * shiftsAtMs.length + begun - 1;
}

function shiftStart({ startsOn, shiftsAtMs, timeZone }: Roster, number: number): number {
  const day = dayNumber(startsOn) + Math.floor(number / shiftsAtMs.length);
  return momentOf(day, shiftsAtMs[modulo(number, shiftsAtMs.length)] ?? 0, timeZone);
}

function modulo(number: number, by: number): number {
  return by === 0 ? 0 : ((number % by) + by) % by;
}
