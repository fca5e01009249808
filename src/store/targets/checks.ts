/** Looks and their findings, append-only. */
import type { Finding } from '../../core/domain/finding.ts';
import { findingIndicators, findingPlace } from '../codecs/incident-codecs.ts';
import type { Database, Trx } from '../handle.ts';
import type { CheckRow, NewCheckRow, TargetRow } from '../schema/schema.ts';

export async function insertCheck(trx: Trx, check: NewCheckRow, findings: readonly Finding[]): Promise<number> {
  const { id } = await trx.insertInto('checks').values(check).returning('id').executeTakeFirstOrThrow();
  if (findings.length > 0) {
    await trx
      .insertInto('findings')
      .values(
        findings.map((finding, position) => ({
          checkId: id,
          position,
          detector: finding.detector,
          family: finding.family,
          kind: finding.kind,
          score: finding.score,
          reasonVi: finding.reason.vi,
          reasonEn: finding.reason.en,
          fingerprint: finding.fingerprint,
          placeJson: finding.place ? findingPlace.encode(finding.place) : null,
          indicatorsJson: finding.indicators.length > 0 ? findingIndicators.encode(finding.indicators) : null,
        })),
      )
      .execute();
  }
  return id;
}

/** Strongest first. */
export async function findingsOfCheck(db: Database | Trx, checkId: number): Promise<Finding[]> {
  const rows = await db
    .selectFrom('findings')
    .selectAll()
    .where('checkId', '=', checkId)
    .orderBy('score', 'desc')
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    detector: row.detector,
    family: row.family as Finding['family'],
    kind: row.kind as Finding['kind'],
    score: row.score,
    reason: { vi: row.reasonVi, en: row.reasonEn },
    fingerprint: row.fingerprint,
    ...(row.placeJson === null ? {} : { place: findingPlace.decode(row.placeJson, `${checkId} ${row.position}`) }),
    indicators:
      row.indicatorsJson === null ? [] : findingIndicators.decode(row.indicatorsJson, `${checkId} ${row.position}`),
  }));
}

/** Of findings with evidence. */
export async function fingerprintsOfCheck(trx: Trx, checkId: number): Promise<string[]> {
  const rows = await trx
    .selectFrom('findings')
    .select('fingerprint')
    .where('checkId', '=', checkId)
    .where('score', '>', 0)
    .execute();
  return rows.flatMap(({ fingerprint }) => fingerprint ?? []);
}

/** Looks that `approve` accepts: those the baseline was learned from, and the newest if it saw the page. */
export async function approvableChecks(
  db: Database,
  target: Pick<TargetRow, 'id' | 'lastCheckId' | 'lastLevel' | 'baselineVersion'>,
  lessons: readonly { readonly id: number }[],
): Promise<number[]> {
  const rows = await db
    .selectFrom('checks')
    .select(['id'])
    .where('targetId', '=', target.id)
    .where('level', '!=', 'unknown')
    .where((eb) =>
      eb.or([
        eb(
          'captureId',
          'in',
          lessons.map(({ id }) => id),
        ),
        eb.and([eb('id', '=', target.lastCheckId ?? 0), eb('baselineVersion', '=', target.baselineVersion)]),
      ]),
    )
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

export async function getCheck(db: Database | Trx, id: number): Promise<CheckRow | null> {
  return (await db.selectFrom('checks').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}
