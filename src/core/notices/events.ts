/**
 * What each event notifies: which notice, written by which composer, to whom, and when. Nothing else decides it. An
 * event without a line does not compile; `null` is an event that nobody is notified of.
 */
import type { Blindness } from '../blindness.ts';
import type { Importance } from '../duty/quiet-hours.ts';
import type { Transition } from '../incidents/incident.ts';
import type { OutageEvent } from '../incidents/outage.ts';
import type { StepEvent } from '../judge/confirm.ts';
import type { RelayType } from '../relay/relay-event.ts';
import type { WindowNotice } from './about-incidents.ts';
import {
  type CampaignFacts,
  campaignNotice,
  type OverflowFacts,
  overflowNotice,
  windowNotice,
} from './compose-digest.ts';
import {
  type AssignedFacts,
  assignedNotice,
  type IncidentFacts,
  incidentNotice,
  type MaintenanceFacts,
  maintenanceNotice,
  type ReportDueFacts,
  reportDueNotice,
  type UnownedFacts,
  unownedNotice,
} from './compose-incident.ts';
import { type BlindnessFacts, blindnessNotice, type CoverageFacts, coverageNotice } from './compose-monitor.ts';
import { type OutageFacts, type OverdueFacts, overdueNotice, unknownNotice } from './compose-page.ts';
import { type ResetFacts, resetNotice } from './compose-person.ts';
import { type ReportMadeFacts, reportNotice } from './compose-report.ts';
import {
  type RequestAnswerFacts,
  type RequestLinkFacts,
  type RequestsWaitingFacts,
  requestAnswerNotice,
  requestLinkNotice,
  requestsWaitingNotice,
} from './compose-requests.ts';
import type { Frame } from './frame.ts';
import type { Notice, NoticeType } from './notice.ts';

/** An incident changed, or is still open and nobody has acknowledged it. */
export type IncidentEvent = Transition['type'] | 'unacknowledged';

/** Steps of a page that leave its site's incident alone. */
type PageEvent = Exclude<StepEvent['type'], 'alarm-confirmed' | 'still-firing' | 'recovered'>;

/** Every event, with the facts that its notice is composed from. */
export interface EventFacts
  extends Record<IncidentEvent, IncidentFacts>,
    Record<PageEvent, OverdueFacts>,
    Record<OutageEvent, OutageFacts>,
    Record<Blindness['status'], BlindnessFacts> {
  readonly 'escalation-due': UnownedFacts;
  readonly assigned: AssignedFacts;
  readonly 'report-due': ReportDueFacts;
  readonly 'maintenance-over': MaintenanceFacts;
  readonly 'campaign-found': CampaignFacts;
  readonly 'campaign-changed': CampaignFacts;
  readonly 'messages-gathered': OverflowFacts;
  readonly 'window-over': Pick<WindowNotice, 'from' | 'to' | 'names' | 'incidents'>;
  readonly 'day-over': CoverageFacts;
  readonly 'report-made': ReportMadeFacts;
  readonly 'password-forgotten': ResetFacts;
  readonly 'request-typed': RequestLinkFacts;
  readonly 'proof-asked': RequestLinkFacts;
  readonly 'request-decided': RequestAnswerFacts;
  readonly 'requests-came': RequestsWaitingFacts;
}

export type NoticeEvent = keyof EventFacts;

/**
 * - `responsible`: the site's recipients and its agency's contacts, or the operators where it has none; whoever is on duty, or the operators where
 *   there is no roster, unless `mail.operatorAlarms` is off (in a watch window the officer in any case); the national
 *   contacts when the names themselves are lost.
 * - `agency`: the site's recipients and its agency's contacts alone.
 * - `named`: whoever records the event names them: its cause alone knows.
 */
export type Audience = 'responsible' | 'agency' | 'operators' | 'operators-and-duty' | 'named';

/**
 * - `gathered`: later, because further pages of a site are defaced one after another.
 * - `paced`: as a digest, whose time depends on the one before; whoever records it says when.
 * - `quietFor`: after the quiet hours, for sites of these importances. Alarms, escalations, campaigns and the monitor's
 *   own failures never wait.
 */
export type Leaves = 'at-once' | 'gathered' | 'paced' | { readonly quietFor: readonly Importance[] };

export interface NoticeLine<Facts> {
  readonly notice: NoticeType;
  readonly compose: (frame: Frame, facts: Facts) => Notice;
  readonly audience: Audience;
  readonly leaves: Leaves;
  /** Unsent notices about the same incident that this one covers. */
  readonly replaces: readonly NoticeType[];
  /** Recorded even without recipients, because reminders count from it. */
  readonly isCounted: boolean;
}

type Table = { readonly [Event in NoticeEvent]: NoticeLine<EventFacts[Event]> | null };

const older: readonly NoticeType[] = ['incident-updated', 'incident-reminder'];

export const noticeTable: Table = {
  opened: line('incident-opened', incidentNotice, 'responsible', 'at-once'),
  updated: line('incident-updated', incidentNotice, 'responsible', 'gathered', { replaces: older }),
  covered: null,
  escalated: line('incident-escalated', incidentNotice, 'responsible', 'at-once', { replaces: older }),
  recovering: null,
  reopened: line('incident-reopened', incidentNotice, 'responsible', 'at-once', {
    replaces: [...older, 'incident-resolved'],
  }),
  resolved: line(
    'incident-resolved',
    incidentNotice,
    'responsible',
    { quietFor: ['high', 'low', 'normal'] },
    { replaces: [...older, 'incident-unowned'] },
  ),
  unacknowledged: line('incident-reminder', incidentNotice, 'responsible', { quietFor: ['low'] }, { isCounted: true }),
  'escalation-due': line('incident-unowned', unownedNotice, 'named', 'at-once'),
  assigned: line('incident-assigned', assignedNotice, 'named', 'at-once'),
  // Counted, because each reminder leaves once.
  'report-due': line(
    'report-due',
    reportDueNotice,
    'named',
    { quietFor: ['high', 'low', 'normal'] },
    { isCounted: true },
  ),
  'maintenance-over': line('maintenance-summary', maintenanceNotice, 'responsible', 'at-once', { isCounted: true }),

  'suspect-seen': null,
  'suspect-confirmed': null,
  'suspect-gone': null,
  'confirmation-overdue': line('confirmation-overdue', overdueNotice, 'operators', 'at-once'),
  'unseen-for-hours': line('unknown-operator', unknownNotice, 'operators', { quietFor: ['low', 'normal'] }),
  'unseen-for-a-day': line('unknown-agency', unknownNotice, 'agency', { quietFor: ['low', 'normal'] }),

  'campaign-found': line('campaign-opened', campaignNotice, 'operators', 'at-once'),
  'campaign-changed': line('campaign-digest', campaignNotice, 'named', 'paced'),
  'messages-gathered': line('overflow-digest', overflowNotice, 'named', 'paced'),

  blind: line('monitor-blind', blindnessNotice, 'operators', 'at-once'),
  seeing: line('monitor-seeing', blindnessNotice, 'operators', 'at-once'),
  'window-over': line('window-summary', windowNotice, 'operators-and-duty', 'at-once'),
  'report-made': line('report', reportNotice, 'named', 'at-once'),
  'day-over': line('coverage', coverageNotice, 'operators', 'at-once'),
  'password-forgotten': line('password-reset', resetNotice, 'named', 'at-once'),

  'request-typed': line('request-confirm', requestLinkNotice, 'named', 'at-once'),
  'proof-asked': line('request-proof', requestLinkNotice, 'named', 'at-once'),
  'request-decided': line('request-answer', requestAnswerNotice, 'named', 'at-once'),
  'requests-came': line('requests-waiting', requestsWaitingNotice, 'operators', 'at-once'),
};

/** Decisions of people that nobody is mailed about. */
type Decided = 'acknowledged' | 'dismissed' | 'withdrawn' | 'suspect-dismissed';

/** What machines are sent (`core/relay/relay-table.ts`): always at once, and never gathered. */
export const relayedAs: Readonly<Record<NoticeEvent | Decided, RelayType | null>> = {
  opened: 'incident.opened',
  updated: 'incident.updated',
  covered: 'incident.updated',
  escalated: 'incident.escalated',
  recovering: 'incident.recovering',
  reopened: 'incident.reopened',
  resolved: 'incident.resolved',
  acknowledged: 'incident.acknowledged',
  withdrawn: 'incident.updated',
  dismissed: 'incident.dismissed',
  // They were told when it opened, and remember.
  unacknowledged: null,
  'escalation-due': 'incident.unowned',
  assigned: null,
  'report-due': null,
  'maintenance-over': 'maintenance.over',

  'suspect-seen': 'suspect.found',
  'suspect-confirmed': 'suspect.found',
  'suspect-gone': 'suspect.gone',
  'suspect-dismissed': 'suspect.dismissed',
  'confirmation-overdue': 'page.unconfirmed',
  'unseen-for-hours': 'page.unseen',
  'unseen-for-a-day': 'page.unseen-for-a-day',

  'campaign-found': 'campaign.found',
  // Its incidents carry its number.
  'campaign-changed': null,
  'messages-gathered': null,

  blind: 'monitor.blind',
  seeing: 'monitor.seeing',
  'window-over': null,
  'day-over': null,
  'password-forgotten': null,
  'report-made': null,
  // Personal data, or numbers for operators only.
  'request-typed': null,
  'proof-asked': null,
  'request-decided': null,
  'requests-came': null,
};

export type RelayedEvent = keyof typeof relayedAs;

/** Notices that the quiet hours may hold back. */
export const waitingTypes: readonly NoticeType[] = Object.values(noticeTable).flatMap((one) =>
  one !== null && typeof one.leaves === 'object' ? [one.notice] : [],
);

function line<Type extends NoticeType, Facts>(
  notice: Type,
  compose: (frame: Frame, facts: Facts, type: Type) => Notice,
  audience: Audience,
  leaves: Leaves,
  { replaces = [], isCounted = false }: Partial<Pick<NoticeLine<Facts>, 'replaces' | 'isCounted'>> = {},
): NoticeLine<Facts> {
  return {
    notice,
    compose: (frame, facts) => compose(frame, facts, notice),
    audience,
    leaves,
    replaces,
    isCounted,
  };
}
