/**
 * Which notices a person's nightly mail limit may hold until the morning, when they are sent in one digest. Notices
 * that an incident opened, returned or escalated are never held, nor are those that cover several incidents, since one
 * of them may be new. They still count towards the limit.
 */
import type { NoticeType } from '../notices/notice.ts';

/** `first`: held unless it is the first message about its incident to this recipient. */
const holding: Readonly<Record<NoticeType, 'never' | 'first' | 'held'>> = {
  'incident-opened': 'never',
  'incident-escalated': 'never',
  'incident-reopened': 'never',
  'campaign-opened': 'never',
  'campaign-digest': 'never',
  'overflow-digest': 'never',
  'maintenance-summary': 'never',
  'confirmation-overdue': 'never',
  'monitor-blind': 'never',
  'monitor-seeing': 'never',
  'incident-assigned': 'never',
  'password-reset': 'never',
  relay: 'never',
  'request-confirm': 'never',
  'request-proof': 'never',
  'request-answer': 'never',
  'requests-waiting': 'never',
  test: 'never',
  'incident-unowned': 'first',
  'incident-reminder': 'first',
  'incident-updated': 'first',
  'incident-resolved': 'held',
  'report-due': 'held',
  'unknown-operator': 'held',
  'unknown-agency': 'held',
  'window-summary': 'held',
  coverage: 'held',
  report: 'held',
};

export interface Night {
  /** Most messages to this recipient in one night; null: no limit. */
  readonly cap: number | null;
  /** Sent this night, or due to be sent in it. */
  readonly count: number;
  /** Whether the recipient has had a message about this incident. */
  readonly knows: boolean;
}

export function isHeldAtNight(type: NoticeType, { cap, count, knows }: Night): boolean {
  if (cap === null || count < cap) return false;
  return holding[type] === 'held' || (holding[type] === 'first' && knows);
}

/** Whether the limit could hold it at all. */
export function mayBeHeld(type: NoticeType): boolean {
  return holding[type] !== 'never';
}
