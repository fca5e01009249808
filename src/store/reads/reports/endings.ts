/** Certificates and registrations that end soon. */
import type { Ending } from '../../../core/reports/figures.ts';
import { readable } from '../../codecs/codec.ts';
import { nameLook } from '../../codecs/target-codecs.ts';
import type { Database } from '../../handle.ts';
import { type ReportScope, reportedSites } from './report-scope.ts';

/** As of the latest look at each host's names, those ending before then; already ended ones too. Soonest first. */
export async function readEndings(db: Database, scope: ReportScope, before: number): Promise<Ending[]> {
  const rows = await db
    .selectFrom('hostNames')
    .innerJoin('sites', 'sites.id', 'hostNames.siteId')
    .select([
      'hostNames.targetId',
      'hostNames.lookJson',
      'hostNames.homeUrl',
      'hostNames.expiresAt',
      'sites.name as site',
    ])
    .where(reportedSites(scope))
    .execute();
  const endings = rows.flatMap(({ targetId, lookJson, homeUrl, expiresAt, site }): Ending[] => {
    const look = lookJson === null ? null : readable(() => nameLook.decode(lookJson, targetId));
    const host = look?.host ?? URL.parse(homeUrl)?.hostname ?? '';
    const registration = expiresAt ?? look?.registration?.expiresAt ?? null;
    const certificate = look?.tls?.certificate?.validTo ?? null;
    return [
      ...(certificate === null ? [] : [{ site, host, what: 'certificate' as const, endsAt: certificate }]),
      ...(registration === null
        ? []
        : [{ site, host: look?.registration?.domain ?? host, what: 'registration' as const, endsAt: registration }]),
    ];
  });
  const soon = endings.filter(({ endsAt }) => endsAt < before);
  // Hosts under one domain share its registration.
  const distinct = new Map(soon.map((one) => [`${one.what} ${one.host}`, one]));
  return [...distinct.values()].toSorted((a, b) => a.endsAt - b.endsAt || (a.host < b.host ? -1 : 1));
}
