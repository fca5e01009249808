/** Prints a report of an incident: as it was last saved, or as it would be filled now. */
import { fillForm } from '../../core/forms/fill-form.ts';
import { formDocument } from '../../core/forms/form-document.ts';
import type { FormName, FormValues } from '../../core/forms/form-template.ts';
import { getReport, reportsOf } from '../../store/forms/reports.ts';
import type { OperatorParts } from '../parts.ts';
import { formHtml } from './form-html.ts';
import { knownOfIncident } from './incident-knowledge.ts';
import type { PrintingParts } from './printing-parts.ts';

type Parts = Pick<OperatorParts, 'config' | 'db'> & PrintingParts;
export type PrintFormat = 'pdf' | 'docx';

export async function printReport(
  parts: PrintingParts,
  form: FormName,
  values: FormValues,
  format: PrintFormat,
): Promise<Uint8Array> {
  const document = formDocument(parts.forms()[form], values);
  return format === 'pdf' ? parts.printPdf(formHtml(document)) : parts.writeFormDocx(document);
}

/** The values of the incident's latest report of that form, or those of a new one. */
export async function currentValues(parts: Parts, number: number, form: FormName) {
  const saved = (await reportsOf(parts.db, number)).findLast((one) => one.form === form);
  const report = saved && (await getReport(parts.db, saved.id));
  if (report) return { values: report.values, version: report.version };
  return { values: fillForm(parts.forms()[form], await knownOfIncident(parts, number)), version: null };
}
