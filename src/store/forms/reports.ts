/** Reports of incidents: what is written in them, every version of it, and where they were sent. */
import type { FormName, FormValues } from '../../core/forms/form-template.ts';
import { formValues } from '../codecs/form-codec.ts';
import type { Database, Trx } from '../handle.ts';

type Db = Database | Trx;

export interface IncidentReport {
  readonly id: number;
  readonly incidentNumber: number;
  readonly form: FormName;
  readonly version: number;
  readonly values: FormValues;
  /** What the monitor filled in last. */
  readonly filled: FormValues;
  readonly createdAt: number;
  readonly createdBy: string;
}

/** Without what is written in it. */
export type ListedReport = Omit<IncidentReport, 'values' | 'filled'>;

export interface ReportVersion {
  readonly version: number;
  readonly at: number;
  readonly actor: string;
  readonly values: FormValues;
}

export interface NewSending {
  readonly reportId: number;
  readonly version: number;
  readonly at: number;
  readonly actor: string;
  readonly number: string;
  readonly sentOn: string;
  readonly sentTo: string;
  readonly fileHash: string;
  readonly fileName: string;
  readonly sizeBytes: number;
}

export interface Sending extends NewSending {
  readonly id: number;
  readonly form: FormName;
}

export async function insertReport(
  trx: Trx,
  report: Omit<IncidentReport, 'id' | 'version' | 'filled'>,
): Promise<number> {
  const { values, ...rest } = report;
  const valuesJson = formValues.encode(values);
  const row = { ...rest, version: 1, valuesJson, filledJson: valuesJson };
  const { id } = await trx.insertInto('incidentReports').values(row).returning('id').executeTakeFirstOrThrow();
  await keepVersion(trx, id, { version: 1, at: report.createdAt, actor: report.createdBy, values });
  return id;
}

/**
 * @param filled what the monitor filled in with this version; null: nothing
 * @returns false when another version came first
 */
export async function updateReport(
  trx: Trx,
  id: number,
  next: ReportVersion,
  filled: FormValues | null,
): Promise<boolean> {
  const result = await trx
    .updateTable('incidentReports')
    .set({
      version: next.version,
      valuesJson: formValues.encode(next.values),
      ...(filled === null ? {} : { filledJson: formValues.encode(filled) }),
    })
    .where('id', '=', id)
    .where('version', '=', next.version - 1)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  await keepVersion(trx, id, next);
  return true;
}

async function keepVersion(trx: Trx, reportId: number, { version, at, actor, values }: ReportVersion): Promise<void> {
  await trx
    .insertInto('incidentReportVersions')
    .values({ reportId, version, at, actor, valuesJson: formValues.encode(values) })
    .execute();
}

export async function getReport(db: Db, id: number): Promise<IncidentReport | null> {
  const row = await db.selectFrom('incidentReports').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const { valuesJson, filledJson, form, ...rest } = row;
  const values = formValues.decode(valuesJson, row.id);
  return { ...rest, form: form as FormName, values, filled: formValues.decode(filledJson, row.id) };
}

/** In the order in which they were begun. */
export async function reportsOf(db: Db, incidentNumber: number): Promise<ListedReport[]> {
  const rows = await db
    .selectFrom('incidentReports')
    .select(['id', 'incidentNumber', 'form', 'version', 'createdAt', 'createdBy'])
    .where('incidentNumber', '=', incidentNumber)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, form: row.form as FormName }));
}

/** Newest first. */
export async function versionsOf(db: Db, reportId: number, limit: number): Promise<ReportVersion[]> {
  const rows = await db
    .selectFrom('incidentReportVersions')
    .selectAll()
    .where('reportId', '=', reportId)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ valuesJson, version, at, actor }) => ({
    version,
    at,
    actor,
    values: formValues.decode(valuesJson, `${reportId}/${version}`),
  }));
}

export async function insertSending(trx: Trx, sending: NewSending): Promise<number> {
  const row = await trx.insertInto('incidentReportSendings').values(sending).returning('id').executeTakeFirstOrThrow();
  return row.id;
}

/** Every signed file, each once. */
export async function signedFiles(db: Db): Promise<{ readonly fileHash: string; readonly incidentNumber: number }[]> {
  return db
    .selectFrom('incidentReportSendings')
    .innerJoin('incidentReports', 'incidentReports.id', 'incidentReportSendings.reportId')
    .select(['incidentReportSendings.fileHash', 'incidentReports.incidentNumber'])
    .distinct()
    .orderBy('incidentReportSendings.fileHash')
    .execute();
}

/** Of one incident's reports, in the order in which they were recorded. */
export async function sendingsOf(db: Db, incidentNumber: number): Promise<Sending[]> {
  const rows = await db
    .selectFrom('incidentReportSendings')
    .innerJoin('incidentReports', 'incidentReports.id', 'incidentReportSendings.reportId')
    .selectAll('incidentReportSendings')
    .select('incidentReports.form')
    .where('incidentReports.incidentNumber', '=', incidentNumber)
    .orderBy('incidentReportSendings.id')
    .execute();
  return rows.map((row) => ({ ...row, form: row.form as FormName }));
}
