/**
 * What the digest of each kind of evidence covers. Columns are named one by one, because a column added later must not
 * change existing digests.
 *
 * Not covered: an incident's assignee and campaign, which the audit log records as acts of people, and a check's
 * capture, which is stored beside the digest because pruning removes it.
 */

import type { Database, Trx } from '../handle.ts';
import { hashText } from './chain.ts';

export const evidenceKinds = ['capture', 'archive', 'check', 'incident', 'incident-event'] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

export interface EvidenceForm {
  readonly digest: string;
  readonly detail: string | null;
}

export interface WrittenForm extends EvidenceForm {
  /** What the digest covers. */
  readonly text: string;
}

type Db = Database | Trx;
type Forms = Map<number, WrittenForm>;

/** Forms of the rows that exist. */
export function formsOf(db: Db, kind: EvidenceKind, ids: readonly number[]): Promise<Forms> {
  return { capture: captures, archive: archives, check: checks, incident: incidents, 'incident-event': events }[kind](
    db,
    ids,
  );
}

/** Numbers, ascending, of the rows that must be in the chain. */
export async function owedAfter(db: Db, kind: EvidenceKind, after: number, limit: number): Promise<number[]> {
  const ids = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => id);
  if (kind === 'capture')
    return ids(
      await db.selectFrom('captures').select('id').where('id', '>', after).orderBy('id').limit(limit).execute(),
    );
  if (kind === 'archive')
    return ids(
      await db
        .selectFrom('archives')
        .select('captureId as id')
        .where('captureId', '>', after)
        .orderBy('captureId')
        .limit(limit)
        .execute(),
    );
  if (kind === 'check')
    return ids(
      await db
        .selectFrom('checks')
        .select('id')
        .where('id', '>', after)
        .where('level', '!=', 'clean')
        .where('level', 'in', ['suspect', 'alarm'])
        .orderBy('id')
        .limit(limit)
        .execute(),
    );
  if (kind === 'incident')
    return ids(
      await db
        .selectFrom('incidents')
        .select('number as id')
        .where('number', '>', after)
        .orderBy('number')
        .limit(limit)
        .execute(),
    );
  return ids(
    await db.selectFrom('incidentEvents').select('id').where('id', '>', after).orderBy('id').limit(limit).execute(),
  );
}

async function captures(db: Db, ids: readonly number[]): Promise<Forms> {
  const rows = await db
    .selectFrom('captures')
    .select(['id', 'targetId', 'at', 'tier', 'profile', 'keptFor', 'metaJson'])
    .select(['bodyHash', 'renderedHash', 'screenshotHash', 'thumbnailHash'])
    .where('id', 'in', ids)
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.id, formOf(row)]));
}

async function archives(db: Db, ids: readonly number[]): Promise<Forms> {
  const rows = await db
    .selectFrom('archives')
    .select(['captureId', 'targetId', 'at', 'keptFor', 'hash', 'sizeBytes'])
    .where('captureId', 'in', ids)
    .orderBy('captureId')
    .execute();
  return new Map(rows.map((row) => [row.captureId, formOf(row)]));
}

async function checks(db: Db, ids: readonly number[]): Promise<Forms> {
  const rows = await db
    .selectFrom('checks')
    .select(['id', 'targetId', 'at', 'tier', 'profile', 'level', 'kind', 'score', 'confirmed', 'baselineVersion'])
    .select(['status', 'finalUrl', 'bodyHash', 'failureJson', 'durationMs', 'latenessMs', 'captureId'])
    .where('id', 'in', ids)
    .orderBy('id')
    .execute();
  const found = await db
    .selectFrom('findings')
    .select(['checkId', 'position', 'detector', 'family', 'kind', 'score'])
    .select(['reasonVi', 'reasonEn', 'fingerprint', 'placeJson', 'indicatorsJson'])
    .where('checkId', 'in', ids)
    .orderBy('checkId')
    .orderBy('position')
    .execute();
  const names = await db.selectFrom('nameLooks').select(['checkId', 'lookJson']).where('checkId', 'in', ids).execute();
  // Findings sealed before indicators existed are sealed without that column.
  const findings = found.map(({ indicatorsJson, ...finding }) =>
    indicatorsJson === null ? finding : { ...finding, indicatorsJson },
  );
  const findingsOf = Map.groupBy(findings, ({ checkId }) => checkId);
  const namesOf = new Map(names.map(({ checkId, lookJson }) => [checkId, lookJson]));
  return new Map(
    rows.map(({ captureId, ...row }) => {
      const form = formOf({ ...row, findings: findingsOf.get(row.id) ?? [], names: namesOf.get(row.id) ?? null });
      return [row.id, { ...form, detail: captureId === null ? null : String(captureId) }];
    }),
  );
}

async function incidents(db: Db, ids: readonly number[]): Promise<Forms> {
  const rows = await db
    .selectFrom('incidents')
    .select(['number', 'siteId', 'status', 'kindsJson', 'fingerprintsJson', 'openedAt', 'changedAt', 'endedAt'])
    .select(['acknowledgementJson', 'previousNumber', 'heldAt', 'heldBy', 'heldReason'])
    .where('number', 'in', ids)
    .orderBy('number')
    .execute();
  const targets = await db
    .selectFrom('incidentTargets')
    .select(['incidentNumber', 'targetId', 'url', 'level', 'kind', 'score', 'findingsJson', 'confirmationJson'])
    .select(['checkId', 'firedAt', 'recoveredAt'])
    .where('incidentNumber', 'in', ids)
    .orderBy('incidentNumber')
    .orderBy('targetId')
    .execute();
  const targetsOf = Map.groupBy(targets, ({ incidentNumber }) => incidentNumber);
  return new Map(
    rows.map(({ heldAt, heldBy, heldReason, ...row }) => {
      // Covered, because whoever lifts a hold has the evidence pruned; omitted without one, as before there were holds.
      const hold = heldAt === null ? {} : { heldAt, heldBy, heldReason };
      return [row.number, formOf({ ...row, targets: targetsOf.get(row.number) ?? [], ...hold })];
    }),
  );
}

async function events(db: Db, ids: readonly number[]): Promise<Forms> {
  const rows = await db
    .selectFrom('incidentEvents')
    .select(['id', 'incidentNumber', 'at', 'actor', 'type', 'note'])
    .where('id', 'in', ids)
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.id, formOf(row)]));
}

/** Columns come in selection order, so the same row always serialises to the same text. */
function formOf(row: object): WrittenForm {
  const text = JSON.stringify(row);
  return { text, digest: hashText(text), detail: null };
}
