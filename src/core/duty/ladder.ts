/** Whom to notify next while an incident stays unacknowledged. */
import type { Words } from '../domain/words.ts';
import { plainText } from '../text.ts';

export const stepRecipients = ['second-officer', 'agency-head', 'national-contacts'] as const;
export type StepRecipient = (typeof stepRecipients)[number];

export interface LadderStep {
  /** Time without an acknowledgement after which the step is taken. */
  readonly afterMs: number;
  readonly to: StepRecipient;
}

/** Identifies a step by its recipient, not its position: the steps may be edited while an incident escalates. */
export interface StepName {
  readonly to: StepRecipient;
  /** Index among the steps to the same recipient, from 0. */
  readonly index: number;
}

/**
 * Steps that are due and not taken yet, in order.
 * @param unownedSince when the incident opened, its acknowledgement was withdrawn, or held alarms were notified
 */
export function stepsDue(
  ladder: readonly LadderStep[],
  unownedSince: number,
  taken: readonly StepName[],
  now: number,
): StepName[] {
  return ladder.flatMap(({ afterMs, to }, at) => {
    const index = ladder.slice(0, at).filter((earlier) => earlier.to === to).length;
    const isTaken = taken.some((one) => one.to === to && one.index === index);
    return now - unownedSince >= afterMs && !isTaken ? [{ to, index }] : [];
  });
}

/** Everyone an escalation can reach. */
export interface LadderPeople {
  readonly ladder: readonly Pick<LadderStep, 'to'>[];
  readonly officers: number;
  /** Agencies that have a head, and those that have a portal. */
  readonly headed: readonly string[];
  readonly watched: readonly string[];
  readonly nationalContacts: number;
}

const mostNamed = 3;

/** Steps that would reach nobody, and heads of agencies without a portal: one sentence each. */
export function ladderGaps({ ladder, officers, headed, watched, nationalContacts }: LadderPeople): Words[] {
  const has = (recipient: StepRecipient): boolean => ladder.some(({ to }) => to === recipient);
  const headless = has('agency-head') ? watched.filter((agency) => !headed.includes(agency)) : [];
  const unknown = headed.filter((agency) => !watched.includes(agency));
  return [
    ...(has('second-officer') && officers < 2
      ? [
          {
            vi: 'Chưa khai người nhận ở cấp “cán bộ trực thứ hai”: danh sách trực cần ít nhất hai người.',
            en: 'The step to the second officer notifies nobody: the roster needs at least two officers.',
          },
        ]
      : []),
    ...(headless.length > 0
      ? [
          {
            vi: `Chưa khai người nhận ở cấp “lãnh đạo cơ quan” cho: ${listed(headless)}.`,
            en: `The step to the agency's head notifies nobody for: ${listed(headless)}.`,
          },
        ]
      : []),
    ...(has('national-contacts') && nationalContacts === 0
      ? [
          {
            vi: 'Chưa khai người nhận ở cấp “đầu mối quốc gia”.',
            en: 'The step to the national contacts notifies nobody: none is configured.',
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
