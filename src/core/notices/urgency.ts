/** The order in which messages are sent when they cannot all be sent at once. */
import type { NoticeType } from './notice.ts';

/**
 * First to last. Reports and summaries, and after them what the public can cause, share a part of the hour: a flood of
 * requests delays neither an alarm nor the daily report by more than its own turn.
 */
export const urgencies = ['alarm', 'reminder', 'unknown', 'other', 'report', 'public'] as const;

export type Urgency = (typeof urgencies)[number];

/** Digests of alarms rank as alarms. */
export const urgencyOf: Readonly<Record<NoticeType, Urgency>> = {
  'incident-opened': 'alarm',
  'incident-escalated': 'alarm',
  'incident-reopened': 'alarm',
  'incident-updated': 'alarm',
  'incident-unowned': 'alarm',
  'campaign-opened': 'alarm',
  'campaign-digest': 'alarm',
  'overflow-digest': 'alarm',
  'maintenance-summary': 'alarm',
  'confirmation-overdue': 'alarm',
  'incident-reminder': 'reminder',
  'unknown-operator': 'unknown',
  'unknown-agency': 'unknown',
  'monitor-blind': 'unknown',
  'monitor-seeing': 'unknown',
  'incident-resolved': 'other',
  'incident-assigned': 'other',
  'report-due': 'reminder',
  'password-reset': 'other',
  relay: 'other',
  test: 'other',
  'window-summary': 'report',
  coverage: 'report',
  report: 'report',
  'request-confirm': 'public',
  'request-proof': 'public',
  'request-answer': 'public',
  'requests-waiting': 'public',
};

const noticeTypes = Object.keys(urgencyOf) as readonly NoticeType[];

/** Types that share it. */
export const sharingTypes = noticeTypes.filter((type) => ['report', 'public'].includes(urgencyOf[type]));

/** Maximum of those per hour: a fifth of the hourly limit, at least one. */
export function mostReports(hourly: number): number {
  return Math.max(1, Math.floor(hourly / 5));
}
