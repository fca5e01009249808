/** Incidents with their targets and their timeline. */
import type { PastFingerprint } from '../../core/detect/page/seen-before.ts';
import type { Incident, IncidentStatus, IncidentTarget } from '../../core/domain/incident.ts';
import { nullIfUnreadable, readable } from '../codecs/codec.ts';
import {
  acknowledgement,
  confirmation,
  incidentFindings,
  incidentFingerprints,
  incidentKinds,
} from '../codecs/incident-codecs.ts';
import { chainEvidence } from '../evidence/evidence.ts';
import type { Database, Trx } from '../handle.ts';
import type { IncidentTable, IncidentTargetTable } from '../schema/schema-incidents.ts';
import { keepMarks } from './incident-marks.ts';

const live = ['open', 'acknowledged'] as const;

/** The site's open or acknowledged incident. */
export async function openIncidentOf(db: Database | Trx, siteId: number): Promise<Incident | null> {
  const row = await db
    .selectFrom('incidents')
    .selectAll()
    .where('siteId', '=', siteId)
    .where('status', 'in', live)
    .executeTakeFirst();
  return row ? withTargets(db, row) : null;
}

/** The site's incident that ended at that moment. */
export async function incidentEndedAt(trx: Trx, siteId: number, at: number): Promise<Incident | null> {
  const row = await trx
    .selectFrom('incidents')
    .selectAll()
    .where('siteId', '=', siteId)
    .where('endedAt', '=', at)
    .executeTakeFirst();
  return row ? withTargets(trx, row) : null;
}

export async function getIncident(db: Database | Trx, number: number): Promise<Incident | null> {
  const row = await db.selectFrom('incidents').selectAll().where('number', '=', number).executeTakeFirst();
  return row ? withTargets(db, row) : null;
}

/** Newest first. */
export async function listIncidents(
  db: Database,
  filter: IncidentWish & { readonly limit: number },
): Promise<Incident[]> {
  const query = wanted(db, filter).selectAll().orderBy('number', 'desc').limit(filter.limit);
  const incidents: Incident[] = [];
  for (const row of await query.execute()) {
    incidents.push((await withTargets(db, row).catch(nullIfUnreadable)) ?? { ...row, ...unread });
  }
  return incidents;
}

export async function countIncidents(db: Database, wish: IncidentWish): Promise<number> {
  const { count } = await wanted(db, wish)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

interface IncidentWish {
  readonly onlyLive: boolean;
  readonly status?: IncidentStatus | undefined;
  readonly agencyIds?: readonly number[] | undefined;
}

function wanted(db: Database, { onlyLive, status, agencyIds }: IncidentWish) {
  let query = db.selectFrom('incidents');
  if (onlyLive) query = query.where('status', 'in', live);
  if (status !== undefined) query = query.where('status', '=', status);
  if (agencyIds !== undefined) {
    query = query.where('siteId', 'in', (eb) => eb.selectFrom('sites').select('id').where('agencyId', 'in', agencyIds));
  }
  return query;
}

/** Placeholder in lists for an incident that can't be read. */
const unread = { kinds: [], fingerprints: [], targets: [], acknowledgement: null } as const;

/** The site's latest resolved incident; a dismissed one was no attack. */
export async function lastResolved(
  db: Database | Trx,
  siteId: number,
): Promise<{ readonly number: number; readonly endedAt: number | null } | null> {
  const row = await db
    .selectFrom('incidents')
    .select(['number', 'endedAt'])
    .where('siteId', '=', siteId)
    .where('status', '=', 'resolved')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Only the newest incidents and changes are compared. */
const pastIncidents = 20;
const pastChanges = 500;

/**
 * What the site's resolved incidents consisted of, newest first, each change once. A change that a person ever ignored
 * there is left out: it was judged harmless, and does not become worse when the ignore expires.
 */
export async function pastFingerprints(db: Database | Trx, siteId: number): Promise<PastFingerprint[]> {
  const rows = await db
    .selectFrom('incidents')
    .select(['number', 'fingerprintsJson'])
    .where('siteId', '=', siteId)
    .where('status', '=', 'resolved')
    .orderBy('number', 'desc')
    .limit(pastIncidents)
    .execute();
  const ignored = await db.selectFrom('ignoredChanges').select('fingerprint').where('siteId', '=', siteId).execute();
  const harmless = new Set(ignored.map(({ fingerprint }) => fingerprint));
  const past = new Map<string, PastFingerprint>();
  for (const { number, fingerprintsJson } of rows) {
    for (const fingerprint of readable(() => incidentFingerprints.decode(fingerprintsJson, number)) ?? []) {
      if (!past.has(fingerprint) && !harmless.has(fingerprint))
        past.set(fingerprint, { fingerprint, incidentNumber: number });
    }
  }
  return [...past.values()].slice(0, pastChanges);
}

/** Writes the incident's current state; number 0 creates a new one. @returns its number */
export async function saveIncident(trx: Trx, incident: Incident): Promise<number> {
  const values = {
    siteId: incident.siteId,
    status: incident.status,
    kindsJson: incidentKinds.encode(incident.kinds),
    fingerprintsJson: incidentFingerprints.encode(incident.fingerprints),
    openedAt: incident.openedAt,
    changedAt: incident.changedAt,
    endedAt: incident.endedAt,
    acknowledgementJson: incident.acknowledgement && acknowledgement.encode(incident.acknowledgement),
    previousNumber: incident.previousNumber,
    campaignNumber: incident.campaignNumber,
  };
  let { number } = incident;
  if (number === 0) {
    number = (await trx.insertInto('incidents').values(values).returning('number').executeTakeFirstOrThrow()).number;
  } else await trx.updateTable('incidents').set(values).where('number', '=', number).execute();
  for (const target of incident.targets) {
    const row = { incidentNumber: number, ...targetColumns(target) };
    await trx
      .insertInto('incidentTargets')
      .values(row)
      .onConflict((c) => c.columns(['incidentNumber', 'targetId']).doUpdateSet(row))
      .execute();
  }
  await keepMarks(trx, number, incident);
  await chainEvidence(trx, 'incident', [number], incident.changedAt);
  return number;
}

/** The assignee is not written by `saveIncident`, so a look that updates the incident leaves it alone. */
export async function assigneeIdOf(trx: Trx, number: number): Promise<number | null> {
  const row = await trx.selectFrom('incidents').select('assigneeId').where('number', '=', number).executeTakeFirst();
  return row?.assigneeId ?? null;
}

/** @returns false when it was already assigned to them */
export async function assignIncident(trx: Trx, number: number, assigneeId: number | null): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('incidents')
    .set({ assigneeId })
    .where('number', '=', number)
    .where('assigneeId', 'is not', assigneeId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export async function insertIncidentEvent(
  trx: Trx,
  event: {
    readonly incidentNumber: number;
    readonly at: number;
    readonly actor: string;
    readonly type: string;
    readonly note: string | null;
  },
): Promise<void> {
  const { id } = await trx.insertInto('incidentEvents').values(event).returning('id').executeTakeFirstOrThrow();
  await chainEvidence(trx, 'incident-event', [id], event.at);
}

async function withTargets(
  db: Database | Trx,
  row: Omit<IncidentTable, 'number'> & { readonly number: number },
): Promise<Incident> {
  return {
    number: row.number,
    siteId: row.siteId,
    status: row.status,
    kinds: incidentKinds.decode(row.kindsJson, row.number),
    fingerprints: incidentFingerprints.decode(row.fingerprintsJson, row.number),
    targets: await incidentTargets(db, row.number),
    openedAt: row.openedAt,
    changedAt: row.changedAt,
    endedAt: row.endedAt,
    acknowledgement:
      row.acknowledgementJson === null ? null : acknowledgement.decode(row.acknowledgementJson, row.number),
    previousNumber: row.previousNumber,
    campaignNumber: row.campaignNumber,
  };
}

/** In the order in which they were defaced. */
export async function incidentTargets(db: Database | Trx, number: number): Promise<IncidentTarget[]> {
  const rows = await db
    .selectFrom('incidentTargets')
    .selectAll()
    .where('incidentNumber', '=', number)
    .orderBy('firedAt')
    .orderBy('targetId')
    .execute();
  return rows.map(targetOf);
}

function targetColumns(target: IncidentTarget): Omit<IncidentTargetTable, 'incidentNumber'> {
  const { findings, confirmation: agreed, ...rest } = target;
  return {
    ...rest,
    findingsJson: incidentFindings.encode(findings),
    confirmationJson: agreed && confirmation.encode(agreed),
  };
}

function targetOf(row: IncidentTargetTable): IncidentTarget {
  const { incidentNumber, findingsJson, confirmationJson, ...rest } = row;
  const key = `${incidentNumber} ${row.targetId}`;
  return {
    ...rest,
    confirmation: confirmationJson === null ? null : confirmation.decode(confirmationJson, key),
    kind: row.kind as IncidentTarget['kind'],
    findings: incidentFindings.decode(findingsJson, key),
  };
}
