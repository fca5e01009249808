/** Notices: the content of a message is fixed when it is recorded. */

import type { RelayNotice } from '../relay/relay-event.ts';
import type {
  AssignedNotice,
  CampaignNotice,
  IncidentNotice,
  MaintenanceNotice,
  ReportDueNotice,
  UnownedNotice,
  WindowNotice,
} from './about-incidents.ts';
import type {
  BlindnessNotice,
  CoverageNotice,
  PasswordResetNotice,
  ReportNotice,
  TestNotice,
} from './about-monitor.ts';
import type { OverdueNotice, OverflowNotice, UnknownNotice } from './about-pages.ts';
import type { RequestAnswerNotice, RequestLinkNotice, RequestsWaitingNotice } from './about-requests.ts';

export type NoticeType =
  | 'incident-opened'
  | 'incident-updated'
  | 'incident-escalated'
  | 'incident-reminder'
  | 'incident-resolved'
  | 'incident-reopened'
  | 'incident-unowned'
  | 'incident-assigned'
  | 'report-due'
  | 'maintenance-summary'
  | 'unknown-operator'
  | 'unknown-agency'
  | 'confirmation-overdue'
  | 'campaign-opened'
  | 'campaign-digest'
  | 'window-summary'
  | 'overflow-digest'
  | 'monitor-blind'
  | 'monitor-seeing'
  | 'coverage'
  | 'report'
  | 'password-reset'
  | 'relay'
  | 'request-confirm'
  | 'request-proof'
  | 'request-answer'
  | 'requests-waiting'
  | 'test';

/** The content to send, once, independent of recipients. */
export type Notice =
  | IncidentNotice
  | UnownedNotice
  | AssignedNotice
  | ReportDueNotice
  | MaintenanceNotice
  | WindowNotice
  | UnknownNotice
  | OverdueNotice
  | CampaignNotice
  | OverflowNotice
  | BlindnessNotice
  | CoverageNotice
  | ReportNotice
  | PasswordResetNotice
  | RelayNotice
  | RequestLinkNotice
  | RequestAnswerNotice
  | RequestsWaitingNotice
  | TestNotice;

/** Addressed to somebody who asked for something; the address is personal data. */
export function isToOutsider({ type }: Notice): boolean {
  return type === 'request-confirm' || type === 'request-proof' || type === 'request-answer';
}

export type OwnableNotice = IncidentNotice | UnownedNotice | MaintenanceNotice | CampaignNotice | OverflowNotice;

export function isOwnable(notice: Notice): notice is OwnableNotice {
  return ownableIncidents(notice).length > 0;
}

/** Numbers of the incidents that were unacknowledged when the notice was written. */
export function ownableIncidents(notice: Notice): number[] {
  switch (notice.type) {
    case 'incident-opened':
    case 'incident-updated':
    case 'incident-escalated':
    case 'incident-reminder':
    case 'incident-reopened':
    case 'incident-unowned':
      return [notice.incidentNumber];
    case 'maintenance-summary':
    case 'campaign-opened':
    case 'campaign-digest':
    case 'overflow-digest':
      return notice.incidents.filter(({ status }) => status === 'open').map(({ number }) => number);
    default:
      return [];
  }
}
