/** Composes events for machines. Foreign text is made one visible line and bounded here, for every channel. */

import { indicatorsOf } from '../detect/shared/indicators.ts';
import type { Finding, Indicator } from '../domain/finding.ts';
import type { Incident } from '../domain/incident.ts';
import type { Words } from '../domain/words.ts';
import { type CommonTrait, commonTraitWords } from '../incidents/campaign.ts';
import type { NoticeSite } from '../notices/about-incidents.ts';
import { dashboardUrl, type Frame, noticeSite } from '../notices/frame.ts';
import type { Notice } from '../notices/notice.ts';
import { plainText } from '../text.ts';
import type { RelayNotice, RelayPage, RelayType } from './relay-event.ts';

const most = { pages: 20, excerpts: 5, indicators: 200, excerpt: 300, name: 200, url: 500 } as const;

/** For a test of a channel; also what every event starts from. */
export function relayNotice(at: number, event: RelayType, facts: Partial<RelayNotice> = {}): RelayNotice {
  const { site = null, pages = [], indicators = [] } = facts;
  return {
    incidentNumber: null,
    status: null,
    kinds: [],
    campaign: null,
    by: null,
    to: null,
    since: at,
    dashboardUrl: null,
    ...facts,
    type: 'relay',
    at,
    event,
    site: site && shownSite(site),
    pages: pages.slice(0, most.pages).map(shownPage),
    indicators: indicators.slice(0, most.indicators),
  };
}

interface Common {
  readonly number: number;
  readonly common: readonly CommonTrait[];
}

export function campaignOf({ number, common }: Common): RelayNotice['campaign'] {
  return { number, common: common.map(commonTraitWords) };
}

export interface IncidentRelay {
  readonly incident: Incident;
  readonly site: NoticeSite;
  readonly campaign: Common | null;
  readonly by: string | null;
}

export function incidentRelay(frame: Frame, event: RelayType, facts: IncidentRelay): RelayNotice {
  const { incident, site, campaign, by } = facts;
  return relayNotice(frame.at, event, {
    site,
    incidentNumber: incident.number,
    status: incident.status,
    kinds: incident.kinds,
    pages: incident.targets.map(({ firedAt: since, findings, ...target }) => ({
      ...target,
      since,
      excerpts: reasonsOf(findings),
    })),
    indicators: namedBy(incident.targets.flatMap(({ findings }) => findings)),
    campaign: campaign && campaignOf(campaign),
    by,
    since: incident.openedAt,
    dashboardUrl: dashboardUrl(frame, `/incidents/${incident.number}`),
  });
}

export interface SuspectRelay {
  readonly site: NoticeSite;
  readonly page: Pick<RelayPage, 'url' | 'kind' | 'score' | 'since'>;
  readonly findings: readonly Finding[];
  readonly by: string | null;
}

export function suspectRelay(frame: Frame, event: RelayType, { site, page, findings, by }: SuspectRelay): RelayNotice {
  return relayNotice(frame.at, event, {
    site,
    kinds: [page.kind],
    pages: [{ ...page, level: 'suspect', recoveredAt: null, excerpts: reasonsOf(findings) }],
    indicators: namedBy(findings),
    by,
    since: page.since,
    dashboardUrl: dashboardUrl(frame, '/suspects'),
  });
}

/** The event of a notice for people that says all of it; null for every other notice. */
export function relayOfNotice(event: RelayType, notice: Notice): RelayNotice | null {
  const { at } = notice;
  switch (notice.type) {
    case 'incident-unowned': {
      const { site, incidentNumber, kinds, to } = notice;
      const facts = { site, incidentNumber, kinds, to, since: notice.unownedSince, status: 'open' as const };
      return relayNotice(at, event, { ...facts, dashboardUrl: notice.dashboardUrl });
    }
    case 'maintenance-summary': {
      const { site, incidents, beganAt: since, dashboardUrl } = notice;
      const kinds = [...new Set(incidents.flatMap((one) => one.kinds))];
      return relayNotice(at, event, { site, kinds, since, dashboardUrl });
    }
    case 'unknown-operator':
    case 'unknown-agency': {
      const { site, kind, since, dashboardUrl } = notice;
      const excerpts = [...(notice.reason === null ? [] : [same(notice.reason)]), ...(notice.seenFrom ?? [])];
      const page = { url: notice.targetUrl, kind, level: 'unknown', score: null, since, recoveredAt: null } as const;
      return relayNotice(at, event, { site, kinds: [kind], pages: [{ ...page, excerpts }], since, dashboardUrl });
    }
    case 'confirmation-overdue': {
      const { site, kind, score, seenAt: since, reasons: excerpts, dashboardUrl } = notice;
      const page = { url: notice.targetUrl, kind, level: 'alarm', score, since, recoveredAt: null } as const;
      return relayNotice(at, event, { site, kinds: [kind], pages: [{ ...page, excerpts }], since, dashboardUrl });
    }
    case 'monitor-blind':
    case 'monitor-seeing':
      return relayNotice(at, event, { since: notice.blindSince, dashboardUrl: notice.dashboardUrl });
    default:
      return null;
  }
}

const same = (text: string): Words => ({ vi: text, en: text });

function reasonsOf(findings: readonly Finding[]): Words[] {
  return findings.filter(({ score }) => score > 0).map(({ reason }) => reason);
}

function namedBy(findings: readonly Finding[]): Indicator[] {
  return indicatorsOf(findings).filter(({ type }) => type !== 'phrase');
}

function shownSite(site: NoticeSite): NoticeSite {
  const { id, name, url, agency } = noticeSite(site);
  return { id, name: plainText(name, most.name), url, agency };
}

function shownPage({ url, kind, level, score, since, recoveredAt, excerpts }: RelayPage): RelayPage {
  return {
    url: plainText(url, most.url),
    kind,
    level,
    score,
    since,
    recoveredAt,
    excerpts: excerpts
      .slice(0, most.excerpts)
      .map(({ vi, en }) => ({ vi: plainText(vi, most.excerpt), en: plainText(en, most.excerpt) })),
  };
}
