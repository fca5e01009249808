/** Notices about incidents. */

import type { ContentRef } from '../domain/content.ts';
import type { AttackKind, Indicator } from '../domain/finding.ts';
import type { IncidentStatus } from '../domain/incident.ts';
import type { Words } from '../domain/words.ts';
import type { StepRecipient } from '../duty/ladder.ts';
import type { ReportStage } from '../forms/deadline.ts';
import type { Call, Contact } from './contact.ts';

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
export interface Ownable {
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

/** The incident must be reported soon, and nobody has recorded that it was. */
export interface ReportDueNotice {
  readonly type: 'report-due';
  readonly at: number;
  readonly site: NoticeSite;
  readonly incidentNumber: number;
  readonly openedAt: number;
  readonly kinds: readonly AttackKind[];
  readonly stage: ReportStage;
  readonly dueAt: number;
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
