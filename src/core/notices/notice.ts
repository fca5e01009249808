/** Notices and their recipients: the content of a message is fixed when it is recorded. */

import type { ContentRef } from '../domain/content.ts';
import type { AttackKind, Indicator, OutageKind, UnknownKind } from '../domain/finding.ts';
import type { IncidentStatus } from '../domain/incident.ts';
import type { Words } from '../domain/words.ts';
import type { StepRecipient } from '../duty/ladder.ts';

export type NoticeType =
  | 'incident-opened'
  | 'incident-updated'
  | 'incident-escalated'
  | 'incident-reminder'
  | 'incident-resolved'
  | 'incident-reopened'
  | 'incident-unowned'
  | 'incident-assigned'
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
  | 'password-reset'
  | 'test';

export interface NoticeSite {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly agency: string | null;
}

/** A page in a notice. Pictures are thumbnails (small re-encoded PNG) already in the blob store. */
export interface NoticeTarget {
  readonly url: string;
  readonly kind: AttackKind;
  /** `suspect`: confirmed by a person, not by looks. */
  readonly level: 'suspect' | 'alarm';
  readonly score: number;
  readonly since: number;
  readonly recoveredAt: number | null;
  readonly reasons: readonly Words[];
  /** Indicators named by the evidence; phrases are in the reasons. Omitted where there are none. */
  readonly indicators?: readonly Indicator[];
  /** What other vantages report; omitted where none was asked. */
  readonly seenFrom?: readonly Words[];
  /** How many looks agreed before it was notified; omitted where unknown. */
  readonly confirmation?: { readonly alarms: number; readonly looks: number };
  readonly before: ContentRef | null;
  readonly after: ContentRef | null;
}

/** About incidents that the reader may acknowledge. */
interface Ownable {
  /** Link to acknowledge without an account; created when the message is sent and never recorded. */
  readonly acknowledgeUrl?: string;
}

/** Full content of a message about an incident, fixed when the transition was recorded. */
export interface IncidentNotice extends Ownable {
  readonly type:
    | 'incident-opened'
    | 'incident-updated'
    | 'incident-escalated'
    | 'incident-reminder'
    | 'incident-resolved'
    | 'incident-reopened';
  readonly at: number;
  readonly site: NoticeSite;
  readonly incidentNumber: number;
  readonly previousNumber: number | null;
  /** The earlier incident ended days ago: the attacker still has a way in. */
  readonly isReturn?: boolean;
  /** Other portals were hit by a similar attack; omitted when there are none. */
  readonly campaign?: { readonly number: number; readonly common: readonly Words[] };
  readonly openedAt: number;
  /** Which reminder this is, and out of how many. */
  readonly reminder?: { readonly count: number; readonly most: number };
  /** Ended by a person: no look has seen normal content since. */
  readonly isByHand?: boolean;
  /** Set when it is sent despite maintenance. */
  readonly maintenance?: { readonly endsAt: number; readonly reason: string };
  readonly kinds: readonly AttackKind[];
  readonly targets: readonly NoticeTarget[];
  /** The incident's page on the dashboard; null when no public address is configured. */
  readonly dashboardUrl: string | null;
  readonly contacts: readonly Contact[];
  /** Whom to call first; omitted where no telephone number is known. */
  readonly calls?: readonly Call[];
}

/** An unacknowledged incident, sent to the recipient of the next escalation step. */
export interface UnownedNotice extends Ownable {
  readonly type: 'incident-unowned';
  readonly at: number;
  readonly site: NoticeSite;
  readonly incidentNumber: number;
  readonly openedAt: number;
  readonly kinds: readonly AttackKind[];
  readonly unownedSince: number;
  readonly to: StepRecipient;
  /** Who was on duty and did not answer; null when there is no roster. */
  readonly onDuty: { readonly name: string; readonly phone?: string | undefined } | null;
  readonly dashboardUrl: string | null;
  readonly contacts: readonly Contact[];
  /** Of the agency; omitted where no telephone is known. */
  readonly calls?: readonly Call[];
}

/** The incident was assigned to the reader. */
export interface AssignedNotice {
  readonly type: 'incident-assigned';
  readonly at: number;
  readonly site: NoticeSite;
  readonly incidentNumber: number;
  readonly openedAt: number;
  readonly kinds: readonly AttackKind[];
  /** User name of whoever assigned it. */
  readonly by: string;
  readonly dashboardUrl: string | null;
}

/** Maintenance is over: what it held back. */
export interface MaintenanceNotice extends Ownable {
  readonly type: 'maintenance-summary';
  readonly at: number;
  readonly site: NoticeSite;
  readonly beganAt: number;
  readonly endedAt: number;
  readonly reason: string;
  /** In the order they were opened. */
  readonly incidents: readonly Omit<CampaignIncident, 'site' | 'url'>[];
  readonly dashboardUrl: string | null;
  readonly contacts: readonly Contact[];
}

/** A watch window is over: sent to the operators and whoever had the last duty shift. */
export interface WindowNotice {
  readonly type: 'window-summary';
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly names: readonly Words[];
  /** Opened in the window, in order. */
  readonly incidents: readonly CampaignIncident[];
  readonly dashboardUrl: string | null;
}

/** "We cannot see your portal". */
export interface UnknownNotice {
  readonly type: 'unknown-operator' | 'unknown-agency';
  readonly at: number;
  readonly site: NoticeSite;
  readonly targetUrl: string;
  readonly kind: OutageKind;
  readonly since: number;
  readonly reason: string | null;
  /** What other vantages report; omitted where none was asked. */
  readonly seenFrom?: readonly Words[];
  readonly dashboardUrl: string | null;
  readonly contacts: readonly Contact[];
  /** Of the agency, for operators; omitted where no telephone is known. */
  readonly calls?: readonly Call[];
}

/** An alarm that no later look confirmed or cleared: sent to the operators with what was seen. */
export interface OverdueNotice {
  readonly type: 'confirmation-overdue';
  readonly at: number;
  readonly site: NoticeSite;
  readonly targetUrl: string;
  readonly kind: AttackKind;
  readonly score: number;
  /** When the alarm was seen. */
  readonly seenAt: number;
  readonly reasons: readonly Words[];
  /** Why the latest look could not be judged; null when a look succeeded but was not shown what raised the alarm. */
  readonly unknownKind: UnknownKind | null;
  readonly dashboardUrl: string | null;
  readonly contacts: readonly Contact[];
  /** Of the agency; omitted where no telephone is known. */
  readonly calls?: readonly Call[];
}

/** Portals hit by similar attacks, in one notice instead of one each. */
export interface CampaignNotice extends Ownable {
  readonly type: 'campaign-opened' | 'campaign-digest';
  readonly at: number;
  readonly campaignNumber: number;
  readonly openedAt: number;
  /** What the incidents have in common. */
  readonly common: readonly Words[];
  /** Only what concerns the recipient, newest first. */
  readonly incidents: readonly CampaignIncident[];
  readonly dashboardUrl: string | null;
  readonly contacts: readonly Contact[];
}

export interface CampaignIncident {
  readonly number: number;
  readonly site: string;
  readonly url: string;
  readonly kinds: readonly AttackKind[];
  readonly status: IncidentStatus;
  readonly openedAt: number;
}

/** A page in a digest, and since when it has been in that state. */
export interface DigestPage {
  readonly site: string;
  readonly url: string;
  readonly since: number;
}

/** Messages over the hourly limit, sent as one list. */
export interface OverflowNotice extends Ownable {
  readonly type: 'overflow-digest';
  readonly at: number;
  /** As they were when the digest was written, newest first. */
  readonly incidents: readonly CampaignIncident[];
  readonly unseen: readonly DigestPage[];
  /** Pages whose alarm no look could confirm; omitted where there are none. */
  readonly overdue?: readonly DigestPage[];
  /** Messages to others deferred to the next hour; shown to operators only. */
  readonly late: number;
  /** They waited for the end of the quiet hours. */
  readonly isAfterQuiet?: boolean;
  /** How many of them exceeded the recipient's own nightly limit; omitted where none did. */
  readonly night?: number;
  readonly dashboardUrl: string | null;
  readonly contacts: readonly Contact[];
}

/** The monitor was offline: to the operators only. */
export interface BlindnessNotice {
  readonly type: 'monitor-blind' | 'monitor-seeing';
  readonly at: number;
  readonly blindSince: number;
  /** Null while it lasts. */
  readonly seeingSince: number | null;
  /** Control sites that answered in the latest round, out of those asked. */
  readonly answered: number;
  readonly asked: number;
  readonly dashboardUrl: string | null;
}

/** Daily heartbeat to the operators. */
export interface CoverageNotice {
  readonly type: 'coverage';
  readonly at: number;
  readonly since: number;
  readonly targetCount: number;
  readonly lookedAtCount: number;
  readonly lookCount: number;
  readonly worstLatenessMs: number;
  readonly openIncidents: readonly {
    readonly number: number;
    readonly site: string;
    readonly kinds: readonly AttackKind[];
  }[];
  readonly openSuspects: readonly { readonly site: string; readonly url: string; readonly kind: AttackKind }[];
  readonly unknown: readonly { readonly url: string; readonly kind: OutageKind; readonly since: number }[];
  readonly unsent: number;
  /** Since when the monitor has been offline; omitted while it is online. */
  readonly blindSince?: number;
  /** Latest hash of the audit chain. */
  readonly auditHead: string;
  readonly dashboardUrl: string | null;
}

/** Password reset for one person. */
export interface PasswordResetNotice {
  readonly type: 'password-reset';
  readonly at: number;
  /** The user name. */
  readonly user: string;
  /** Seed from which the link is made when the message is sent. */
  readonly seed: string;
  readonly until: number;
  /** Never recorded, so that read access to the database does not reveal it. */
  readonly link: string | null;
}

export interface TestNotice {
  readonly type: 'test';
  readonly at: number;
}

/** The content to send, once, independent of recipients. */
export type Notice =
  | IncidentNotice
  | UnownedNotice
  | AssignedNotice
  | MaintenanceNotice
  | WindowNotice
  | UnknownNotice
  | OverdueNotice
  | CampaignNotice
  | OverflowNotice
  | BlindnessNotice
  | CoverageNotice
  | PasswordResetNotice
  | TestNotice;

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

/** A person or centre to call. */
export interface Contact {
  readonly name: string;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}

/** Somebody to call, and on whose behalf they answer. */
export interface Call {
  readonly for: 'duty' | 'agency' | 'national';
  readonly name: string;
  /** The position held. */
  readonly role?: string;
  readonly phone: string;
}

/** Where a message goes. */
export interface Endpoint {
  /** Key in the map of channels. */
  readonly channel: string;
  /** Address on that channel; for mail, an email address. */
  readonly endpoint: string;
}

/** Messages to one endpoint that belong together: about one incident, or about one campaign. */
export interface Thread {
  /** Like `incident-7`. */
  readonly key: string;
  /** Ids of the messages that precede this one, oldest first; at most ten. */
  readonly earlier: readonly string[];
}

/** One message to one recipient. */
export interface Notification extends Endpoint {
  readonly id: number;
  /** Stable over every attempt, without angle brackets. */
  readonly messageId: string;
  /** Null when it belongs to none. */
  readonly thread: Thread | null;
  readonly attempt: number;
  /** The recipient's language; omitted: the configured order. */
  readonly language?: keyof Words;
  readonly notice: Notice;
}

export type DeliveryResult =
  | { readonly status: 'sent'; readonly response: string }
  /** Worth a retry: network error, 4xx. */
  | { readonly status: 'later'; readonly reason: string; readonly server?: ServerState }
  /** Never worth a retry: 5xx, no such address. */
  | { readonly status: 'dead'; readonly reason: string; readonly server?: ServerState };

/** `down`: no message could be delivered at that time. Omitted where the server was not contacted. */
export type ServerState = 'answered' | 'down';
