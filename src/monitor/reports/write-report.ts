/** A composed report in each format. */

import type { PrintPdf } from '../../core/ports.ts';
import { composeReport } from '../../core/reports/compose-report.ts';
import type { Language, ReportDocument } from '../../core/reports/document.ts';
import type { ReportSpan } from '../../core/reports/spans.ts';
import type { ReportScope } from '../../store/reads/reports/report-scope.ts';
import { type Gathering, gatherFacts } from './gather-facts.ts';
import { reportCsv, reportWorkbook } from './write-table-files.ts';

export const reportFormats = ['html', 'pdf', 'xlsx', 'csv'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export const mediaTypes: Readonly<Record<ReportFormat, string>> = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

export interface ReportRequest {
  readonly span: ReportSpan;
  readonly scope: ReportScope;
  readonly language: Language;
}

export interface WritingPorts {
  readonly renderPage: (document: ReportDocument) => Promise<string>;
  readonly printPdf: PrintPdf;
}

export async function composeOf(
  gathering: Gathering,
  { span, scope, language }: ReportRequest,
): Promise<ReportDocument> {
  return composeReport(await gatherFacts(gathering, span, scope), language);
}

export async function writeReport(
  document: ReportDocument,
  format: ReportFormat,
  ports: WritingPorts,
): Promise<Uint8Array> {
  switch (format) {
    case 'html':
      return new TextEncoder().encode(await ports.renderPage(document));
    case 'pdf':
      return ports.printPdf(await ports.renderPage(document));
    case 'xlsx':
      return reportWorkbook(document);
    case 'csv':
      return new TextEncoder().encode(reportCsv(document));
  }
}
