/** Looks and their findings, appended once each. */
import type { Finding } from '../core/model.ts';
import type { Database, Trx } from './database.ts';
import type { CheckRow, NewCheckRow } from './schema.ts';

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
          placeJson: finding.place ? JSON.stringify(finding.place) : null,
        })),
      )
      .execute();
  }
  return id;
}

/** Of the findings that carry evidence. */
export async function fingerprintsOfCheck(trx: Trx, checkId: number): Promise<string[]> {
  const rows = await trx
    .selectFrom('findings')
    .select('fingerprint')
    .where('checkId', '=', checkId)
    .where('score', '>', 0)
    .execute();
  return rows.flatMap(({ fingerprint }) => fingerprint ?? []);
}

export async function getCheck(db: Database | Trx, id: number): Promise<CheckRow | null> {
  return (await db.selectFrom('checks').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}
