/** Incidents as feeds see them, of the sites in scope only. */
import type { FeedIncident, FeedOptions } from '../../core/feeds/feed-incident.ts';
import type { Scope } from '../../core/people/actor.ts';
import { isPng } from '../../core/png.ts';
import { plainText } from '../../core/text.ts';
import { readEvidence } from '../../store/reads/evidence.ts';
import { readIncident, readIncidents, type ShownIncident } from '../../store/reads/incidents.ts';
import type { Language } from '../texts.ts';
import type { Web } from '../web.ts';
import { instant } from './shapes.ts';

export function feedOptions({ parts }: Web): FeedOptions {
  const { exchange, web } = parts.config;
  const { tlp, producer, indicatorsFor } = exchange;
  return {
    tlp,
    producer,
    installation: web.publicUrl ?? `urn:vonggac:${producer}`,
    indicatorMs: indicatorsFor,
    instant,
  };
}

/** Feeds are read by people too, in other systems. */
const longestName = 200;
const longestReason = 500;

export function feedIncident(incident: ShownIncident, language: Language): FeedIncident {
  const { number, status, kinds, openedAt, changedAt, endedAt, siteName, siteUrl, agency, campaignNumber } = incident;
  return {
    number,
    status,
    kinds,
    openedAt,
    changedAt,
    endedAt,
    site: { name: plainText(siteName, longestName), url: siteUrl },
    agency: agency === null ? null : plainText(agency, longestName),
    campaignNumber,
    targets: incident.targets.map(({ url, kind, firedAt, recoveredAt, findings }) => ({
      url,
      kind,
      firedAt,
      recoveredAt,
      reasons: findings.map(({ reason }) => plainText(reason[language], longestReason)),
      indicators: findings.flatMap(({ indicators }) => indicators),
    })),
  };
}

/** Dismissed ones were no attacks, so that nobody should hear of them. */
export async function readFeedPage(
  web: Web,
  scope: Scope,
  language: Language,
  page: { readonly before?: number; readonly since?: number; readonly limit: number },
): Promise<{ readonly incidents: readonly FeedIncident[]; readonly last: number | null; readonly more: boolean }> {
  const { limit, ...from } = page;
  const { incidents } = await readIncidents(web.parts.db, scope, {
    status: 'all',
    ...from,
    offset: 0,
    limit: limit + 1,
  });
  const shown: FeedIncident[] = [];
  for (const { number, status } of incidents.slice(0, limit)) {
    if (status === 'dismissed') continue;
    const incident = await readIncident(web.parts.db, scope, number);
    if (incident) shown.push(feedIncident(incident, language));
  }
  return { incidents: shown, last: incidents.slice(0, limit).at(-1)?.number ?? null, more: incidents.length > limit };
}

/** Pictures beyond these make an event too large to import. */
const mostPictures = 5;

/** What the first pages of the incident looked like, by their position. */
export async function readScreenshots(
  web: Web,
  scope: Scope,
  { targets }: ShownIncident,
): Promise<ReadonlyMap<number, Uint8Array>> {
  const pictures = new Map<number, Uint8Array>();
  for (const [index, { checkId }] of targets.slice(0, mostPictures).entries()) {
    const evidence = checkId === null ? null : await readEvidence(web.parts.db, scope, checkId);
    const picture = evidence && (await web.evidencePictures.load(evidence, 'after', 'small'));
    if (picture && isPng(picture.bytes)) pictures.set(index, picture.bytes);
  }
  return pictures;
}
