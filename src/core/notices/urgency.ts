/** The order in which messages are sent when they cannot all be sent at once. */
import type { NoticeType } from './notice.ts';

/** First to last. Reports and summaries come last and may use only a share of the hour. */
export const urgencies = ['alarm', 'reminder', 'unknown', 'other', 'report'] as const;

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
};

export const noticeTypes = Object.keys(urgencyOf) as readonly NoticeType[];

/** Maximum reports per hour: a fifth of the hourly limit, at least one. */
export function mostReports(hourly: number): number {
  return Math.max(1, Math.floor(hourly / 5));
}
