/** Incidents with their targets and their timeline. */
import type { PastFingerprint } from '../core/detect/seen-before.ts';
import type { Incident, IncidentTarget } from '../core/model.ts';
import type { Database, Trx } from './database.ts';
import type { IncidentTable, IncidentTargetTable } from './schema-incidents.ts';

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

export async function getIncident(db: Database | Trx, number: number): Promise<Incident | null> {
  const row = await db.selectFrom('incidents').selectAll().where('number', '=', number).executeTakeFirst();
  return row ? withTargets(db, row) : null;
}

/** Newest first. */
export async function listIncidents(
  db: Database,
  filter: { readonly onlyLive: boolean; readonly limit: number },
): Promise<Incident[]> {
  let query = db.selectFrom('incidents').selectAll().orderBy('number', 'desc').limit(filter.limit);
  if (filter.onlyLive) query = query.where('status', 'in', live);
  const incidents: Incident[] = [];
  for (const row of await query.execute()) incidents.push(await withTargets(db, row));
  return incidents;
}

/** The site's latest incident that was resolved; one that was dismissed was no attack. */
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

/** Of more incidents, and of more changes, the newest are compared. */
const pastIncidents = 20;
const pastChanges = 500;

/**
 * What the site's resolved incidents consisted of, the newest first, each change once. What a person ever ignored there is
 * left out: it was called harmless, and is not made worse when the ignoring ends.
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
    for (const fingerprint of JSON.parse(fingerprintsJson) as string[]) {
      if (!past.has(fingerprint) && !harmless.has(fingerprint))
        past.set(fingerprint, { fingerprint, incidentNumber: number });
    }
  }
  return [...past.values()].slice(0, pastChanges);
}

/** Writes the incident as it is now; number 0 makes a new one. @returns its number */
export async function saveIncident(trx: Trx, incident: Incident): Promise<number> {
  const values = {
    siteId: incident.siteId,
    status: incident.status,
    kindsJson: JSON.stringify(incident.kinds),
    fingerprintsJson: JSON.stringify(incident.fingerprints),
    openedAt: incident.openedAt,
    changedAt: incident.changedAt,
    endedAt: incident.endedAt,
    acknowledgementJson: incident.acknowledgement && JSON.stringify(incident.acknowledgement),
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
  return number;
}

/**
 * Whose it is; no part of what `saveIncident` writes, so a look that updates the incident leaves it alone.
 * @returns false when it was theirs already
 */
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
  await trx.insertInto('incidentEvents').values(event).execute();
}

async function withTargets(
  db: Database | Trx,
  row: Omit<IncidentTable, 'number'> & { readonly number: number },
): Promise<Incident> {
  return {
    number: row.number,
    siteId: row.siteId,
    status: row.status,
    kinds: JSON.parse(row.kindsJson),
    fingerprints: JSON.parse(row.fingerprintsJson),
    targets: await incidentTargets(db, row.number),
    openedAt: row.openedAt,
    changedAt: row.changedAt,
    endedAt: row.endedAt,
    acknowledgement: row.acknowledgementJson === null ? null : JSON.parse(row.acknowledgementJson),
    previousNumber: row.previousNumber,
    campaignNumber: row.campaignNumber,
  };
}

/** In the order in which they fell. */
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
  const { findings, confirmation, ...rest } = target;
  return {
    ...rest,
    findingsJson: JSON.stringify(findings),
    confirmationJson: confirmation && JSON.stringify(confirmation),
  };
}

function targetOf(row: IncidentTargetTable): IncidentTarget {
  const { incidentNumber: _, findingsJson, confirmationJson, ...rest } = row;
  return {
    ...rest,
    confirmation: confirmationJson === null ? null : JSON.parse(confirmationJson),
    kind: row.kind as IncidentTarget['kind'],
    findings: JSON.parse(findingsJson),
  };
}
