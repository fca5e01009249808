/** Which incidents must still be reported. */
import type { AttackKind } from '../../core/domain/finding.ts';
import type { Scope } from '../../core/people/actor.ts';
import { readable } from '../codecs/codec.ts';
import { incidentKinds } from '../codecs/incident-codecs.ts';
import type { Database, Trx } from '../handle.ts';
import { inScope } from '../reads/scope.ts';

export interface Reporting {
  readonly number: number;
  readonly siteId: number;
  readonly siteName: string;
  readonly status: string;
  readonly kinds: readonly AttackKind[];
  readonly detectedAt: number;
  readonly beyondMeansAt: number | null;
}

export interface ReportingFilter {
  /** Opened since then: older ones are past all mending. */
  readonly since: number;
  readonly incidentNumber?: number;
}

/** Incidents whose initial report nobody has recorded as sent, oldest first. */
export async function unreported(
  db: Database | Trx,
  scope: Scope,
  { since, incidentNumber }: ReportingFilter,
): Promise<Reporting[]> {
  let query = db
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .leftJoin('beyondMeans', 'beyondMeans.incidentNumber', 'incidents.number')
    .select([
      'incidents.number',
      'incidents.siteId',
      'incidents.status',
      'incidents.kindsJson',
      'incidents.openedAt as detectedAt',
      'sites.name as siteName',
      'beyondMeans.at as beyondMeansAt',
    ])
    .where(inScope(scope))
    .where('incidents.status', '!=', 'dismissed')
    .where('incidents.openedAt', '>=', since)
    .where('incidents.number', 'not in', (eb) =>
      eb
        .selectFrom('incidentReports')
        .innerJoin('incidentReportSendings', 'incidentReportSendings.reportId', 'incidentReports.id')
        .select('incidentReports.incidentNumber')
        .where('incidentReports.form', '=', 'initial'),
    )
    .orderBy('incidents.openedAt');
  if (incidentNumber !== undefined) query = query.where('incidents.number', '=', incidentNumber);
  const rows = await query.execute();
  return rows.map(({ kindsJson, ...row }) => ({
    ...row,
    kinds: readable(() => incidentKinds.decode(kindsJson, row.number)) ?? [],
  }));
}
