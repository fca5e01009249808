/** What is said to people, and to whom: everything a message holds is fixed when it is recorded. */
import type { Rung } from './duty/ladder.ts';
import type { AttackKind, ContentRef, IncidentStatus, Kind, UnknownKind, Words } from './model.ts';

export type NoticeType =
  | 'incident-opened'
  | 'incident-updated'
  | 'incident-escalated'
  | 'incident-reminder'
  | 'incident-resolved'
  | 'incident-unowned'
  | 'incident-assigned'
  | 'maintenance-summary'
  | 'unknown-operator'
  | 'unknown-agency'
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
  readonly level: 'suspect' | 'alarm';
  readonly score: number;
  readonly since: number;
  readonly recoveredAt: number | null;
  readonly reasons: readonly Words[];
  /** What second ways out say; left out where none was asked. */
  readonly seenFrom?: readonly Words[];
  /** How many looks agreed before it was told; left out where it is not known. */
  readonly confirmation?: { readonly alarms: number; readonly looks: number };
  readonly before: ContentRef | null;
  readonly after: ContentRef | null;
}

/** About incidents that its reader may take on. */
interface Ownable {
  /** Where its recipient takes them on without an account; made when the message leaves and never recorded. */
  readonly acknowledgeUrl?: string;
}

/** Everything that a message about an incident says, fixed when the transition was recorded. */
export interface IncidentNotice extends Ownable {
  readonly type:
    | 'incident-opened'
    | 'incident-updated'
    | 'incident-escalated'
    | 'incident-reminder'
    | 'incident-resolved';
  readonly at: number;
  readonly site: NoticeSite;
  readonly incidentNumber: number;
  readonly previousNumber: number | null;
  /** The earlier incident ended days ago: whoever did it still has a way in. */
  readonly isReturn?: boolean;
  /** Other portals fell alike; left out when it stands alone. */
  readonly campaign?: { readonly number: number; readonly common: readonly Words[] };
  readonly openedAt: number;
  /** Which reminder it is, of how many. */
  readonly reminder?: { readonly count: number; readonly most: number };
  /** A person ended it: no look has seen normal content since. */
  readonly isByHand?: boolean;
  /** Maintenance is announced, and this is told nevertheless. */
  readonly maintenance?: { readonly endsAt: number; readonly reason: string };
  readonly kinds: readonly AttackKind[];
  readonly targets: readonly NoticeTarget[];
  /** The incident's page on the dashboard, null when no public address is configured. */
  readonly dashboardUrl: string | null;
  readonly contacts: readonly Contact[];
}

/** Nobody took the incident on: to whoever the ladder names next. */
export interface UnownedNotice extends Ownable {
  readonly type: 'incident-unowned';
  readonly at: number;
  readonly site: NoticeSite;
  readonly incidentNumber: number;
  readonly openedAt: number;
  readonly kinds: readonly AttackKind[];
  readonly unownedSince: number;
  readonly to: Rung;
  /** Who had it and did not answer; null when there is no roster. */
  readonly onDuty: { readonly name: string; readonly phone?: string | undefined } | null;
  readonly dashboardUrl: string | null;
  readonly contacts: readonly Contact[];
}

/** Somebody gave the incident to the reader. */
export interface AssignedNotice {
  readonly type: 'incident-assigned';
  readonly at: number;
  readonly site: NoticeSite;
  readonly incidentNumber: number;
  readonly openedAt: number;
  readonly kinds: readonly AttackKind[];
  /** The user's name of who gave it. */
  readonly by: string;
  readonly dashboardUrl: string | null;
}

/** An announced maintenance is over: what was held back during it. */
export interface MaintenanceNotice extends Ownable {
  readonly type: 'maintenance-summary';
  readonly at: number;
  readonly site: NoticeSite;
  readonly beganAt: number;
  readonly endedAt: number;
  readonly reason: string;
  /** In the order in which they were opened. */
  readonly incidents: readonly Omit<CampaignIncident, 'site' | 'url'>[];
  readonly dashboardUrl: string | null;
  readonly contacts: readonly Contact[];
}

/** A watch window is over: to the operators and to who had the last turn. */
export interface WindowNotice {
  readonly type: 'window-summary';
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly names: readonly Words[];
  /** Opened in the window, in their order. */
  readonly incidents: readonly CampaignIncident[];
  readonly dashboardUrl: string | null;
}

/** "We cannot see your portal". */
export interface UnknownNotice {
  readonly type: 'unknown-operator' | 'unknown-agency';
  readonly at: number;
  readonly site: NoticeSite;
  readonly targetUrl: string;
  readonly kind: UnknownKind;
  readonly since: number;
  readonly reason: string | null;
  /** What second ways out say; left out where none was asked. */
  readonly seenFrom?: readonly Words[];
  readonly dashboardUrl: string | null;
  readonly contacts: readonly Contact[];
}

/** Portals that fell alike: what its recipient would otherwise be told one by one. */
export interface CampaignNotice extends Ownable {
  readonly type: 'campaign-opened' | 'campaign-digest';
  readonly at: number;
  readonly campaignNumber: number;
  readonly openedAt: number;
  /** What its incidents have in common. */
  readonly common: readonly Words[];
  /** Only what concerns the recipient, the newest first. */
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

/** Single messages that would have been more than the hour allows, told as a list. */
export interface OverflowNotice extends Ownable {
  readonly type: 'overflow-digest';
  readonly at: number;
  /** As they were when the digest was written, the newest first. */
  readonly incidents: readonly CampaignIncident[];
  readonly unseen: readonly { readonly site: string; readonly url: string; readonly since: number }[];
  /** Messages to others that wait for the next hour; told to operators only. */
  readonly late: number;
  /** They waited for the end of the quiet hours. */
  readonly isAfterQuiet?: boolean;
  readonly dashboardUrl: string | null;
  readonly contacts: readonly Contact[];
}

/** It was us who saw nothing: to the operators only. */
export interface BlindnessNotice {
  readonly type: 'monitor-blind' | 'monitor-seeing';
  readonly at: number;
  readonly blindSince: number;
  /** Null while it lasts. */
  readonly seeingSince: number | null;
  /** Canaries that answered in the latest round, of those asked. */
  readonly answered: number;
  readonly asked: number;
  readonly dashboardUrl: string | null;
}

/** The daily sign of life to the operators. */
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
  readonly unknown: readonly { readonly url: string; readonly kind: Kind; readonly since: number }[];
  readonly unsent: number;
  /** Since when our own way out is closed; left out while it is open. */
  readonly blindSince?: number;
  /** Newest hash of the audit chain. */
  readonly auditHead: string;
  readonly dashboardUrl: string | null;
}

/** The way to a new password, for one person. */
export interface PasswordResetNotice {
  readonly type: 'password-reset';
  readonly at: number;
  /** The user's name. */
  readonly user: string;
  /** What the link is made of when the message is sent. */
  readonly seed: string;
  readonly until: number;
  /** Never recorded: who reads the database must not find it. */
  readonly link: string | null;
}

export interface TestNotice {
  readonly type: 'test';
  readonly at: number;
}

/** What is to be said, once, whoever is told. */
export type Notice =
  | IncidentNotice
  | UnownedNotice
  | AssignedNotice
  | MaintenanceNotice
  | WindowNotice
  | UnknownNotice
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

/** Numbers of the incidents that were without an owner when it was written. */
export function ownableIncidents(notice: Notice): number[] {
  switch (notice.type) {
    case 'incident-opened':
    case 'incident-updated':
    case 'incident-escalated':
    case 'incident-reminder':
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

/** One message to one recipient. */
export interface Notification {
  readonly id: number;
  readonly recipient: string;
  /** Stable over every attempt, without angle brackets. */
  readonly messageId: string;
  /** The first message of the thread to this recipient, when this is not it. */
  readonly inReplyTo: string | null;
  readonly attempt: number;
  /** In which its recipient reads; left out: the configured order. */
  readonly language?: keyof Words;
  readonly notice: Notice;
}

export type DeliveryResult =
  | { readonly status: 'sent'; readonly response: string }
  /** Worth another try: network, 4xx. */
  | { readonly status: 'later'; readonly reason: string }
  /** Never worth another try: 5xx, no such address. */
  | { readonly status: 'dead'; readonly reason: string };
