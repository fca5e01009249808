/** Events for machines: what a SOC, a collector or a gateway is sent, whatever the form. */

import type { AttackKind, Indicator, OutageKind } from '../domain/finding.ts';
import type { IncidentStatus } from '../domain/incident.ts';
import type { Words } from '../domain/words.ts';
import type { StepRecipient } from '../duty/ladder.ts';
import type { NoticeSite } from '../notices/about-incidents.ts';

export const relayTypes = [
  'incident.opened',
  'incident.updated',
  'incident.escalated',
  'incident.recovering',
  'incident.reopened',
  'incident.resolved',
  'incident.acknowledged',
  'incident.dismissed',
  'incident.unowned',
  'maintenance.over',
  'suspect.found',
  'suspect.gone',
  'suspect.dismissed',
  'page.unconfirmed',
  'page.unseen',
  'page.unseen-for-a-day',
  'campaign.found',
  'monitor.blind',
  'monitor.seeing',
  'channel.test',
] as const;
export type RelayType = (typeof relayTypes)[number];

/** A filter names an event or a group of them: `incident` is every `incident.…`. */
export const relayGroups = ['incident', 'maintenance', 'suspect', 'page', 'campaign', 'monitor'] as const;
export type RelayFilter = RelayType | (typeof relayGroups)[number];

/** Severities of RFC 5424, which are those of every SIEM. */
export const severities = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug'] as const;
export type Severity = (typeof severities)[number];

export interface RelayPage {
  readonly url: string;
  readonly kind: AttackKind | OutageKind;
  /** `suspect` in an incident: confirmed by a person, not by looks. */
  readonly level: 'suspect' | 'alarm' | 'unknown';
  /** Nats; null where nothing was judged. */
  readonly score: number | null;
  readonly since: number;
  readonly recoveredAt: number | null;
  /** What was found, as the incident's mail words it; bounded in number and length. */
  readonly excerpts: readonly Words[];
}

/** One event, complete in itself and recorded with its cause. */
export interface RelayNotice {
  readonly type: 'relay';
  readonly at: number;
  readonly event: RelayType;
  /** Null when it is about no single site. */
  readonly site: NoticeSite | null;
  readonly incidentNumber: number | null;
  readonly status: IncidentStatus | null;
  readonly kinds: readonly (AttackKind | OutageKind)[];
  readonly pages: readonly RelayPage[];
  /** Never sent to an agency's endpoints, like `campaign`. */
  readonly indicators: readonly Indicator[];
  readonly campaign: { readonly number: number; readonly common: readonly Words[] } | null;
  /** Who decided; null when looks did. */
  readonly by: string | null;
  /** Whom an unacknowledged incident escalates to; null for everything else. */
  readonly to: StepRecipient | null;
  /** Since when this state of affairs has lasted. */
  readonly since: number;
  readonly dashboardUrl: string | null;
}
