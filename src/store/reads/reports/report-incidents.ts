/** Incidents and suspects of a period. */
import { sql } from 'kysely';
import type { Cell } from '../../../core/history/coverage.ts';
import { slotLetters, slotMs } from '../../../core/history/look-hour.ts';
import type { IncidentRecord, SuspectRecord } from '../../../core/reports/figures.ts';
import { readable } from '../../codecs/codec.ts';
import { incidentKinds } from '../../codecs/incident-codecs.ts';
import type { Database } from '../../handle.ts';
import { type ReportScope, reportedSites } from './report-scope.ts';

/** Opened before the end and not over before the beginning, in order of their opening. */
export async function readReportedIncidents(
  db: Database,
  scope: ReportScope,
  { from, to }: Cell,
): Promise<IncidentRecord[]> {
  const rows = await db
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .leftJoin('agencies', 'agencies.id', 'sites.agencyId')
    .select([
      'incidents.number',
      'incidents.siteId',
      'sites.name as site',
      'agencies.name as agency',
      'incidents.kindsJson',
      'incidents.openedAt',
      'incidents.endedAt',
      'incidents.status',
      (eb) =>
        eb
          .selectFrom('incidentEvents')
          .select((of) => of.fn.min('incidentEvents.at').as('at'))
          .whereRef('incidentEvents.incidentNumber', '=', 'incidents.number')
          .where('incidentEvents.type', '=', 'acknowledged')
          .as('acknowledgedAt'),
      (eb) =>
        eb
          .selectFrom('incidentTargets')
          .select('incidentTargets.targetId')
          .whereRef('incidentTargets.incidentNumber', '=', 'incidents.number')
          .orderBy('incidentTargets.firedAt')
          .orderBy('incidentTargets.targetId')
          .limit(1)
          .as('targetId'),
    ])
    .where('incidents.openedAt', '<', to)
    .where((eb) => eb.or([eb('incidents.endedAt', 'is', null), eb('incidents.endedAt', '>=', from)]))
    .where(reportedSites(scope))
    .orderBy('incidents.openedAt')
    .orderBy('incidents.number')
    .execute();
  const incidents: IncidentRecord[] = [];
  for (const { kindsJson, targetId, ...row } of rows) {
    incidents.push({
      ...row,
      kinds: readable(() => incidentKinds.decode(kindsJson, row.number)) ?? [],
      lastCleanAt: targetId === null ? null : await lastCleanAt(db, targetId, row.openedAt),
    });
  }
  return incidents;
}

/**
 * The beginning of the last five minutes before then in which every look at the page was clean. From the hourly sums, since
 * the looks themselves are pruned after months.
 */
async function lastCleanAt(db: Database, targetId: string, before: number): Promise<number | null> {
  const hours = await db
    .selectFrom('lookHours')
    .select(['at', 'slots'])
    .where('targetId', '=', targetId)
    .where('at', '<=', before)
    .where(sql<boolean>`instr(slots, ${slotLetters.clean}) > 0`)
    .orderBy('at', 'desc')
    .limit(2)
    .execute();
  for (const { at, slots } of hours) {
    const last = Math.min(slots.length, Math.floor((before - at) / slotMs)) - 1;
    const slot = slots.lastIndexOf(slotLetters.clean, last);
    if (last >= 0 && slot >= 0) return at + slot * slotMs;
  }
  return null;
}

/** First seen in that time. */
export async function readReportedSuspects(
  db: Database,
  scope: ReportScope,
  { from, to }: Cell,
): Promise<SuspectRecord[]> {
  return db
    .selectFrom('suspects')
    .innerJoin('sites', 'sites.id', 'suspects.siteId')
    .select(['suspects.firstSeenAt', 'suspects.endedAt', 'suspects.status'])
    .where('suspects.firstSeenAt', '>=', from)
    .where('suspects.firstSeenAt', '<', to)
    .where(reportedSites(scope))
    .execute();
}

/** Opened in that time on portals that are no longer watched. */
export async function countIncidentsOfRemoved(db: Database, scope: ReportScope, { from, to }: Cell): Promise<number> {
  const row = await db
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('incidents.openedAt', '>=', from)
    .where('incidents.openedAt', '<', to)
    .where(reportedSites(scope, true))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
