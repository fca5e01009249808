/** People write an incident's reports: begun filled with what is known, edited by one person at a time, every version kept. */
import { VonggacError } from '../../core/errors.ts';
import { changedKeys } from '../../core/forms/changed-keys.ts';
import { fillForm, refillForm } from '../../core/forms/fill-form.ts';
import { type FormValues, formNames } from '../../core/forms/form-template.ts';
import { type Mistake, typedValues } from '../../core/forms/typed-values.ts';
import type { Actor } from '../../core/people/actor.ts';
import { getReport, type IncidentReport, insertReport, reportsOf, updateReport } from '../../store/forms/reports.ts';
import type { Trx } from '../../store/handle.ts';
import { getIncident } from '../../store/incidents/incidents.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';
import { knownOfIncident } from './incident-knowledge.ts';
import type { PrintingParts } from './printing-parts.ts';

type Parts = Pick<OperatorParts, 'db' | 'clock' | 'config'> & Pick<PrintingParts, 'forms'>;

/** A report that was begun stays one: its own earlier edit is continued. Of progress reports there may be many. */
export async function beginReport(parts: Parts, actor: Actor, incidentNumber: number, form: string): Promise<number> {
  const name = formNames.find((one) => one === form);
  if (name === undefined) throw new VonggacError('not-found', `There is no form ${form}.`);
  return write(parts.db, async (trx) => {
    await assertMayReport(trx, actor, incidentNumber);
    const existing = (await reportsOf(trx, incidentNumber)).find((one) => one.form === name);
    if (existing && name !== 'progress') return existing.id;
    const values = fillForm(parts.forms()[name], await knownOfIncident({ ...parts, db: trx }, incidentNumber));
    const createdAt = parts.clock();
    const report = { incidentNumber, form: name, values, createdAt, createdBy: actor.name };
    const id = await insertReport(trx, report);
    await appendAudit(trx, {
      at: createdAt,
      actor: actor.name,
      act: 'report-begun',
      subject: `incident ${incidentNumber}`,
      detail: { form: name, report: id },
    });
    return id;
  });
}

export interface ReportEdit {
  /** The version that the person edited. */
  readonly seen: number;
  readonly typed: FormValues;
  /** Fills again what nobody wrote, from what is known now. */
  readonly refills?: boolean;
}

export type Saved =
  | { readonly status: 'saved' | 'unchanged'; readonly version: number }
  /** Somebody else saved meanwhile; nothing was written. */
  | { readonly status: 'conflict'; readonly version: number }
  | { readonly status: 'mistakes'; readonly mistakes: readonly Mistake[] };

export async function saveReport(
  parts: Parts,
  actor: Actor,
  reportId: number,
  { seen, typed, refills = false }: ReportEdit,
): Promise<Saved> {
  return write(parts.db, async (trx): Promise<Saved> => {
    const report = await existingReport(trx, actor, reportId);
    const template = parts.forms()[report.form];
    const { values: own, mistakes } = typedValues(template, typed);
    if (mistakes.length > 0) return { status: 'mistakes', mistakes };
    if (report.version !== seen) return { status: 'conflict', version: report.version };
    const known = refills ? await knownOfIncident({ ...parts, db: trx }, report.incidentNumber) : null;
    const filled = known && fillForm(template, known);
    const values = filled === null ? own : refillForm(template, own, { before: report.filled, now: filled });
    const changed = changedKeys(report.values, values);
    if (changed.length === 0) return { status: 'unchanged', version: seen };
    const at = parts.clock();
    const version = seen + 1;
    if (!(await updateReport(trx, reportId, { version, at, actor: actor.name, values }, filled)))
      return { status: 'conflict', version };
    await appendAudit(trx, {
      at,
      actor: actor.name,
      act: 'report-edited',
      subject: `incident ${report.incidentNumber}`,
      detail: { form: report.form, report: reportId, version, fields: changed.join(' ').slice(0, 1_000) },
    });
    return { status: 'saved', version };
  });
}

export async function existingReport(trx: Trx, actor: Actor, reportId: number): Promise<IncidentReport> {
  const report = await getReport(trx, reportId);
  if (!report) throw new VonggacError('not-found', `There is no report ${reportId}.`);
  await assertMayReport(trx, actor, report.incidentNumber);
  return report;
}

export async function assertMayReport(trx: Trx, actor: Actor, incidentNumber: number): Promise<void> {
  const incident = await getIncident(trx, incidentNumber);
  if (!incident)
    throw new VonggacError('not-found', `There is no incident ${incidentNumber}: see 'vonggac incident list'.`);
  await assertMayAtSite(trx, actor, 'judge', incident.siteId);
}
