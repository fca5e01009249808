/** Who is told next when nobody takes an incident on. */

export const rungs = ['second-officer', 'agency-head', 'national-contacts'] as const;
export type Rung = (typeof rungs)[number];

export interface LadderStep {
  /** Time without an acknowledgement after which it is taken. */
  readonly afterMs: number;
  readonly to: Rung;
}

/**
 * Positions of the steps that are due and were not taken yet, in the ladder's order.
 * @param unownedSince when the incident was opened, or its acknowledgement withdrawn, or held alarms were told
 */
export function stepsDue(
  ladder: readonly LadderStep[],
  unownedSince: number,
  taken: readonly number[],
  now: number,
): number[] {
  return ladder.flatMap(({ afterMs }, position) =>
    now - unownedSince >= afterMs && !taken.includes(position) ? [position] : [],
  );
}
