/** How many mails may be sent per hour, and which ones are collected into a digest beyond that. */
import type { Config } from '../../config/schema/schema.ts';
import type { NoticeType } from '../../core/notices/notice.ts';
import type { ChannelLimits } from '../../core/ports.ts';

/** Notices about one portal at a time; a list conveys the same in less space. */
export const mailDigests: readonly NoticeType[] = [
  'incident-opened',
  'incident-updated',
  'incident-escalated',
  'incident-reminder',
  'incident-resolved',
  'incident-reopened',
  'unknown-agency',
  'unknown-operator',
  'confirmation-overdue',
];

/** A tenth is reserved, and at least one where there are two. */
export function mailLimits({ hourlyCap }: Pick<Config['mail'], 'hourlyCap'>): ChannelLimits {
  return { hourly: hourlyCap, reserved: Math.min(hourlyCap - 1, Math.ceil(hourlyCap / 10)) };
}
