/** Composes notices about a page that cannot be seen, or whose alarm cannot be confirmed. */
import type { AttackKind, Finding, OutageKind, UnknownKind, Verdict } from '../domain/finding.ts';
import type { TargetState } from '../domain/target.ts';
import type { AgencyContact } from '../people/contact.ts';
import type { NoticeSite } from './about-incidents.ts';
import type { OverdueNotice, UnknownNotice } from './about-pages.ts';
import { agencyCalls, shownCalls } from './calls.ts';
import { dashboardUrl, type Frame, noticeSite } from './frame.ts';
import { seenFrom } from './seen-from.ts';

/** Operators are shown the agency's contacts. */
interface Reached {
  readonly contacts: readonly AgencyContact[];
}

export interface OutageFacts {
  readonly site: NoticeSite & Reached;
  readonly targetUrl: string;
  readonly since: number;
  readonly kind: OutageKind;
  readonly reason: string | null;
  readonly findings: readonly Finding[];
}

export function unknownNotice(frame: Frame, facts: OutageFacts, type: UnknownNotice['type']): UnknownNotice {
  const { site, targetUrl, kind, since, reason, findings } = facts;
  return {
    type,
    at: frame.at,
    site: noticeSite(site),
    targetUrl,
    kind,
    since,
    reason,
    ...seenFrom(findings),
    dashboardUrl: dashboardUrl(frame, `/sites/${site.id}`),
    contacts: frame.contacts,
    ...(type === 'unknown-operator' ? shownCalls(agencyCalls(site.contacts)) : {}),
  };
}

export interface OverdueFacts {
  readonly site: NoticeSite & Reached;
  readonly targetUrl: string;
  readonly verdict: Verdict;
  readonly state: TargetState;
}

export function overdueNotice(frame: Frame, { site, targetUrl, verdict, state }: OverdueFacts): OverdueNotice {
  return {
    type: 'confirmation-overdue',
    at: frame.at,
    site: noticeSite(site),
    targetUrl,
    kind: verdict.kind as AttackKind,
    score: verdict.score,
    seenAt: state.votes.find(({ level }) => level === 'alarm')?.at ?? state.since,
    reasons: verdict.findings.filter(({ score }) => score > 0).map(({ reason }) => reason),
    unknownKind: state.lastLevel === 'unknown' ? (state.lastKind as UnknownKind) : null,
    dashboardUrl: dashboardUrl(frame, '/suspects'),
    contacts: frame.contacts,
    ...shownCalls(agencyCalls(site.contacts)),
  };
}
