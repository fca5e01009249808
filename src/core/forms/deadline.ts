/** Until when an incident must be reported, and when people are reminded of it. */
import type { AttackKind } from '../domain/finding.ts';
import { dayOf, momentOf } from '../duty/days.ts';

export interface ReportDeadline {
  /** The report must have left before this moment. */
  readonly dueAt: number;
  /** Marked as beyond the agency's own means: at once, whatever the day. */
  readonly isAtOnce: boolean;
}

/**
 * The end of the last day: a term of days begins on the day after the event and ends when its last day does (Bộ luật Dân
 * sự 2015, Điều 147 and 148).
 * @param days calendar days in the time zone
 */
export function reportDeadline(
  detectedAt: number,
  beyondMeansAt: number | null,
  days: number,
  timeZone: string,
): ReportDeadline {
  if (beyondMeansAt !== null) return { dueAt: beyondMeansAt, isAtOnce: true };
  return { dueAt: momentOf(dayOf(detectedAt, timeZone) + days + 1, 0, timeZone), isAtOnce: false };
}

/** Reminders before the deadline, each sent once; `at-once` as soon as the incident is marked so. */
export const reportStages = ['48h', '12h', 'at-once'] as const;
export type ReportStage = (typeof reportStages)[number];

const hourMs = 3_600_000;
/** Later nobody needs to be reminded any more: it stays on the pages as overdue. */
const uselessMs = 7 * 24 * hourMs;

/**
 * The reminder to send now: the latest that is due, so that a monitor that was off does not send two.
 * @param sent those already recorded
 */
export function stageDue(
  { dueAt, isAtOnce }: ReportDeadline,
  sent: ReadonlySet<ReportStage>,
  now: number,
): ReportStage | null {
  if (now >= dueAt + uselessMs) return null;
  if (isAtOnce) return sent.has('at-once') ? null : 'at-once';
  if (sent.has('12h')) return null;
  if (now >= dueAt - 12 * hourMs) return '12h';
  return now >= dueAt - 48 * hourMs && !sent.has('48h') ? '48h' : null;
}

/** Kinds that are attacks: a certificate that changed or ends is not reported. */
const reported: readonly AttackKind[] = [
  'defacement',
  'injection',
  'redirection',
  'takeover',
  'cloaking',
  'ransom-note',
];

/** Whether the rules ask for a report of it. */
export function mustBeReported(incident: { readonly status: string; readonly kinds: readonly AttackKind[] }): boolean {
  return incident.status !== 'dismissed' && incident.kinds.some((kind) => reported.includes(kind));
}
