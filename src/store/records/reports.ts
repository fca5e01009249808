/** Period reports: asked for, made or given up. */
import { type Selectable, sql } from 'kysely';
import type { Scope } from '../../core/people/actor.ts';
import type { AskedReport, ReportFiles } from '../../core/reports/asked-report.ts';
import { readable } from '../codecs/codec.ts';
import { askedReport } from '../codecs/report-codecs.ts';
import type { Database, Trx } from '../handle.ts';
import type { ReportTable } from '../schema/schema-reports.ts';

type Row = Selectable<ReportTable>;

export interface ReportRecord extends Omit<Row, 'requestJson'> {
  readonly asked: AskedReport;
}

export interface NewReport {
  readonly slot: string | null;
  readonly asked: AskedReport;
  readonly askedBy: string;
  readonly at: number;
}

/** @returns its number; null when its slot was taken before */
export async function insertReport(trx: Trx, { slot, asked, askedBy, at }: NewReport): Promise<number | null> {
  const row = await trx
    .insertInto('reports')
    .values({
      slot,
      agencyId: asked.agencyId,
      requestJson: askedReport.encode(asked),
      askedBy,
      askedAt: at,
      status: 'asked',
      attempts: 0,
      nextAttemptAt: at,
    })
    .onConflict((conflict) => conflict.column('slot').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Which of these were asked for before. */
export async function takenSlots(db: Database, slots: readonly string[]): Promise<ReadonlySet<string>> {
  if (slots.length === 0) return new Set();
  const { rows } = await sql<{ slot: string }>`
    select slot from reports where slot in (select value from json_each(${JSON.stringify(slots)}))`.execute(db);
  return new Set(rows.map(({ slot }) => slot));
}

/** The one that has waited longest. */
export async function nextAskedReport(db: Database | Trx, now: number): Promise<ReportRecord | null> {
  const row = await db
    .selectFrom('reports')
    .selectAll()
    .where('status', '=', 'asked')
    .where('nextAttemptAt', '<=', now)
    .orderBy('nextAttemptAt')
    .orderBy('id')
    .executeTakeFirst();
  return row === undefined ? null : recordOf(row);
}

/** @returns whether it still was to be made */
export async function saveMadeReport(
  trx: Trx,
  id: number,
  made: ReportFiles & { readonly at: number; readonly failure: string | null },
): Promise<boolean> {
  const { at, ...files } = made;
  const result = await trx
    .updateTable('reports')
    .set({ ...files, status: 'made', madeAt: at })
    .where('id', '=', id)
    .where('status', '=', 'asked')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** @param nextAttemptAt null: given up */
export async function saveFailedReport(
  trx: Trx,
  { id, attempts }: Pick<Row, 'id' | 'attempts'>,
  failure: string,
  nextAttemptAt: number | null,
): Promise<void> {
  await trx
    .updateTable('reports')
    .set({
      attempts: attempts + 1,
      failure,
      ...(nextAttemptAt === null ? { status: 'failed' as const } : { nextAttemptAt }),
    })
    .where('id', '=', id)
    .where('status', '=', 'asked')
    .execute();
}

/** Newest first. */
export async function listReports(
  db: Database,
  scope: Scope,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly reports: readonly ReportRecord[]; readonly found: number }> {
  const base = scoped(db, scope);
  const { found } = await base.select((eb) => eb.fn.countAll<number>().as('found')).executeTakeFirstOrThrow();
  const rows = await base.selectAll().orderBy('id', 'desc').limit(limit).offset(offset).execute();
  return { found: Number(found), reports: rows.flatMap((row) => recordOf(row) ?? []) };
}

/** Newest first. @param before null: from the newest */
export async function readReportsBefore(
  db: Database,
  scope: Scope,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<ReportRecord[]> {
  const base = scoped(db, scope);
  const query = before === null ? base : base.where('id', '<', before);
  const rows = await query.selectAll().orderBy('id', 'desc').limit(limit).execute();
  return rows.flatMap((row) => recordOf(row) ?? []);
}

export async function findReport(db: Database, scope: Scope, id: number): Promise<ReportRecord | null> {
  const row = await scoped(db, scope).selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : recordOf(row);
}

const scoped = (db: Database, { agencyId }: Scope) => {
  const base = db.selectFrom('reports');
  return agencyId === null ? base : base.where('agencyId', '=', agencyId);
};

export async function countAskedBy(trx: Trx, askedBy: string): Promise<number> {
  const row = await trx
    .selectFrom('reports')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('status', '=', 'asked')
    .where('askedBy', '=', askedBy)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Asked for since then, and given up or without their PDF. */
export async function failedReports(db: Database, since: number): Promise<readonly ReportRecord[]> {
  const rows = await db
    .selectFrom('reports')
    .selectAll()
    .where('askedAt', '>=', since)
    .where((eb) => eb.or([eb('status', '=', 'failed'), eb('pdfHash', 'is', null).and('status', '=', 'made')]))
    .orderBy('id')
    .execute();
  return rows.flatMap((row) => recordOf(row) ?? []);
}

/** Their files are pruned as unreferenced afterwards. */
export async function forgetReports(db: Database, before: number): Promise<void> {
  await db.deleteFrom('reports').where('askedAt', '<', before).where('status', '!=', 'asked').execute();
}

function recordOf({ requestJson, ...row }: Row): ReportRecord | null {
  const asked = readable(() => askedReport.decode(requestJson, row.id));
  return asked === null ? null : { ...row, asked };
}
