/** Who is told next when nobody takes an incident on. */
import type { Words } from '../model.ts';
import { plainText } from '../text.ts';

export const rungs = ['second-officer', 'agency-head', 'national-contacts'] as const;
export type Rung = (typeof rungs)[number];

export interface LadderStep {
  /** Time without an acknowledgement after which it is taken. */
  readonly afterMs: number;
  readonly to: Rung;
}

/** A step by whom it calls, not by its place: the ladder may be changed while an incident climbs. */
export interface StepName {
  readonly to: Rung;
  /** Which of the steps to them it is, from 0. */
  readonly turn: number;
}

/**
 * The steps that are due and were not taken yet, in the ladder's order.
 * @param unownedSince when the incident was opened, or its acknowledgement withdrawn, or held alarms were told
 */
export function stepsDue(
  ladder: readonly LadderStep[],
  unownedSince: number,
  taken: readonly StepName[],
  now: number,
): StepName[] {
  return ladder.flatMap(({ afterMs, to }, index) => {
    const turn = ladder.slice(0, index).filter((earlier) => earlier.to === to).length;
    const isTaken = taken.some((one) => one.to === to && one.turn === turn);
    return now - unownedSince >= afterMs && !isTaken ? [{ to, turn }] : [];
  });
}

/** Whom the ladder can call. */
export interface LadderPeople {
  readonly ladder: readonly Pick<LadderStep, 'to'>[];
  readonly officers: number;
  /** Agencies that have a head, and those that have a portal. */
  readonly headed: readonly string[];
  readonly watched: readonly string[];
  readonly nationalContacts: number;
}

const mostNamed = 3;

/** Steps that would call nobody, and heads of agencies that no portal has: each one sentence. */
export function ladderGaps({ ladder, officers, headed, watched, nationalContacts }: LadderPeople): Words[] {
  const has = (rung: Rung): boolean => ladder.some(({ to }) => to === rung);
  const headless = has('agency-head') ? watched.filter((agency) => !headed.includes(agency)) : [];
  const unknown = headed.filter((agency) => !watched.includes(agency));
  return [
    ...(has('second-officer') && officers < 2
      ? [
          {
            vi: 'Bậc báo cáo “cán bộ trực thứ hai” không có ai: danh sách trực cần ít nhất hai người.',
            en: 'The step to the second officer calls nobody: the roster needs at least two officers.',
          },
        ]
      : []),
    ...(headless.length > 0
      ? [
          {
            vi: `Bậc báo cáo “lãnh đạo cơ quan” không có ai đối với: ${listed(headless)}.`,
            en: `The step to the agency's head calls nobody for: ${listed(headless)}.`,
          },
        ]
      : []),
    ...(has('national-contacts') && nationalContacts === 0
      ? [
          {
            vi: 'Bậc báo cáo “đầu mối quốc gia” không có ai: chưa khai báo đầu mối nào.',
            en: 'The step to the national contacts calls nobody: none is configured.',
          },
        ]
      : []),
    ...(unknown.length > 0
      ? [
          {
            vi: `Có lãnh đạo được khai báo cho cơ quan không có cổng nào (sai tên?): ${listed(unknown)}.`,
            en: `A head is named for an agency that has no portal (misspelt?): ${listed(unknown)}.`,
          },
        ]
      : []),
  ];
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).map((name) => plainText(name, 80));
  const more = names.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? ` (+${more})` : ''}`;
}
