/** Composes an incident's notices. */

import { indicatorsOf } from '../detect/shared/indicators.ts';
import type { ContentRef } from '../domain/content.ts';
import type { Finding } from '../domain/finding.ts';
import type { Incident, IncidentTarget } from '../domain/incident.ts';
import { type CommonTrait, commonTraitWords } from '../incidents/campaign.ts';
import type { AgencyContact } from '../people/contact.ts';
import type {
  AssignedNotice,
  IncidentNotice,
  MaintenanceNotice,
  NoticeSite,
  NoticeTarget,
  ReportDueNotice,
  UnownedNotice,
} from './about-incidents.ts';
import { agencyCalls, shownCalls } from './calls.ts';
import type { Call } from './contact.ts';
import { dashboardUrl, type Frame, noticeSite } from './frame.ts';
import { seenFrom } from './seen-from.ts';

/** The dashboard shows them all. */
const shownTargets = 20;

export function shownTargetsOf({ targets }: Incident): readonly IncidentTarget[] {
  return targets.slice(0, shownTargets);
}

export interface Thumbnails {
  readonly before: ContentRef | null;
  readonly after: ContentRef | null;
}

export interface IncidentFacts extends Pick<IncidentNotice, 'isReturn' | 'reminder' | 'isByHand'> {
  readonly calls: readonly Call[];
  readonly incident: Incident;
  readonly site: NoticeSite;
  /** Null when the incident belongs to no campaign. */
  readonly campaign: { readonly number: number; readonly common: readonly CommonTrait[] } | null;
  /** Set when an alarm is sent despite maintenance. */
  readonly maintenance: { readonly endsAt: number; readonly reason: string } | null;
  /** By target id. */
  readonly thumbnails: ReadonlyMap<string, Thumbnails>;
}

export function incidentNotice(frame: Frame, facts: IncidentFacts, type: IncidentNotice['type']): IncidentNotice {
  const { incident, site, campaign, maintenance, thumbnails, isReturn, reminder, isByHand, calls } = facts;
  return {
    type,
    at: frame.at,
    site: noticeSite(site),
    incidentNumber: incident.number,
    previousNumber: incident.previousNumber,
    ...(isReturn === undefined ? {} : { isReturn }),
    openedAt: incident.openedAt,
    ...(reminder === undefined ? {} : { reminder }),
    ...(isByHand === undefined ? {} : { isByHand }),
    ...(maintenance ? { maintenance: { endsAt: maintenance.endsAt, reason: maintenance.reason } } : {}),
    kinds: incident.kinds,
    targets: shownTargetsOf(incident).map((target) => noticeTarget(target, thumbnails.get(target.targetId))),
    ...(campaign ? { campaign: { number: campaign.number, common: campaign.common.map(commonTraitWords) } } : {}),
    dashboardUrl: dashboardUrl(frame, `/incidents/${incident.number}`),
    contacts: frame.contacts,
    ...shownCalls(calls),
  };
}

function noticeTarget(target: IncidentTarget, thumbnails: Thumbnails | undefined): NoticeTarget {
  return {
    url: target.url,
    kind: target.kind,
    level: target.level,
    score: target.score,
    since: target.firedAt,
    recoveredAt: target.recoveredAt,
    reasons: target.findings.filter((finding) => finding.score > 0).map((finding) => finding.reason),
    ...indicatorsFor(target.findings),
    ...seenFrom(target.findings),
    ...(target.confirmation ? { confirmation: target.confirmation } : {}),
    before: thumbnails?.before ?? null,
    after: thumbnails?.after ?? null,
  };
}

export type UnownedFacts = Pick<
  UnownedNotice,
  'incidentNumber' | 'openedAt' | 'kinds' | 'unownedSince' | 'to' | 'onDuty'
> & { readonly site: NoticeSite & { readonly contacts: readonly AgencyContact[] } };

export function unownedNotice(frame: Frame, { site, ...facts }: UnownedFacts): UnownedNotice {
  return {
    type: 'incident-unowned',
    at: frame.at,
    site: noticeSite(site),
    ...facts,
    dashboardUrl: dashboardUrl(frame, `/incidents/${facts.incidentNumber}`),
    contacts: frame.contacts,
    ...shownCalls(agencyCalls(site.contacts)),
  };
}

export interface AssignedFacts {
  readonly site: NoticeSite;
  readonly incident: Incident;
  readonly by: string;
}

export function assignedNotice(frame: Frame, { site, incident, by }: AssignedFacts): AssignedNotice {
  const { number, openedAt, kinds } = incident;
  return {
    type: 'incident-assigned',
    at: frame.at,
    site: noticeSite(site),
    incidentNumber: number,
    openedAt,
    kinds,
    by,
    dashboardUrl: dashboardUrl(frame, `/incidents/${number}`),
  };
}

export type ReportDueFacts = Pick<
  ReportDueNotice,
  'site' | 'incidentNumber' | 'openedAt' | 'kinds' | 'stage' | 'dueAt'
>;

export function reportDueNotice(frame: Frame, { site, ...facts }: ReportDueFacts): ReportDueNotice {
  return {
    type: 'report-due',
    at: frame.at,
    site: noticeSite(site),
    ...facts,
    dashboardUrl: dashboardUrl(frame, `/incidents/${facts.incidentNumber}#reports`),
  };
}

export type MaintenanceFacts = Pick<MaintenanceNotice, 'site' | 'beganAt' | 'endedAt' | 'reason' | 'incidents'>;

export function maintenanceNotice(frame: Frame, { site, ...facts }: MaintenanceFacts): MaintenanceNotice {
  return {
    type: 'maintenance-summary',
    at: frame.at,
    site: noticeSite(site),
    ...facts,
    dashboardUrl: dashboardUrl(frame, `/sites/${site.id}`),
    contacts: frame.contacts,
  };
}

/** More would overload the message. */
const maxIndicators = 40;

function indicatorsFor(findings: readonly Finding[]): Pick<NoticeTarget, 'indicators'> {
  const named = indicatorsOf(findings).filter(({ type }) => type !== 'phrase');
  return named.length === 0 ? {} : { indicators: named.slice(0, maxIndicators) };
}
