/** One report: the paper itself, and its files. */
import type { ReportDocument } from '../../../core/reports/document.ts';
import { plainText } from '../../../core/text.ts';
import { fileName } from '../../../monitor/reports/file-name.ts';
import { mediaTypes } from '../../../monitor/reports/write-report.ts';
import { findReport, type ReportRecord } from '../../../store/records/reports.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { renderPage } from '../../views/layout.tsx';
import { ReportArticle } from '../../views/reports/report-article.tsx';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';
import { Downloads } from './downloads.tsx';
import { reportTitle } from './reports.tsx';

export async function showReport(visit: SignedInVisit): Promise<Response> {
  const { texts } = visit;
  const report = await findReport(visit.web.parts.db, visit.scope, numberParam(visit, 'id'));
  if (report === null) return failurePage(visit, 'not-found');
  const document = await documentOf(visit, report);
  return renderPage(visit, {
    title: reportTitle(visit, report),
    section: 'reports',
    assets: ['report.css'],
    ...(report.status === 'asked' ? { againAfter } : {}),
    body: (
      <>
        <div class="page-head report-page-head">
          <p class="crumbs">
            <a href="/reports">{texts.reportsTitle}</a>
          </p>
          <Downloads visit={visit} report={report} />
        </div>
        {report.status === 'made' && report.failure !== null && (
          <p class="hint">
            {texts.reportNoPdf} <q lang="en">{plainText(report.failure, 300)}</q>
          </p>
        )}
        {document === null ? (
          <Unmade visit={visit} report={report} />
        ) : (
          <>
            <h1 class="hidden">{reportTitle(visit, report)}</h1>
            <ReportArticle document={document} level={2} />
          </>
        )}
      </>
    ),
  });
}

/** Seconds between looks at a report that is being made. */
const againAfter = 3;

const Unmade = ({ visit, report }: { visit: SignedInVisit; report: ReportRecord }) => {
  const { texts } = visit;
  return (
    <section class="sheet">
      <h1>{reportTitle(visit, report)}</h1>
      {report.status === 'asked' && (
        <p data-refresh={String(againAfter)}>
          <b>{texts.reportWaitingTitle}.</b> {texts.reportWaitingText}
        </p>
      )}
      {report.status === 'failed' && (
        <p class="problem">
          {texts.reportFailedText} <q lang="en">{plainText(report.failure ?? '', 300)}</q>
        </p>
      )}
      {report.status === 'made' && <p class="problem">{texts.reportGone}</p>}
    </section>
  );
};

/** Null when it is not made yet, or can't be read. */
async function documentOf({ web }: SignedInVisit, { documentHash }: ReportRecord): Promise<ReportDocument | null> {
  const bytes = documentHash === null ? null : await web.parts.blobs.get(documentHash).catch(() => null);
  // Written by this product and kept under its hash.
  return bytes === null ? null : (JSON.parse(Buffer.from(bytes).toString('utf8')) as ReportDocument);
}

export async function downloadReport(visit: SignedInVisit): Promise<Response> {
  const report = await findReport(visit.web.parts.db, visit.scope, numberParam(visit, 'id'));
  const format = (['pdf', 'xlsx', 'csv'] as const).find((one) => one === visit.context.req.param('format'));
  if (report === null || format === undefined) return failurePage(visit, 'not-found');
  const hash = { pdf: report.pdfHash, xlsx: report.xlsxHash, csv: report.csvHash }[format];
  const bytes = hash === null ? null : await visit.web.parts.blobs.get(hash).catch(() => null);
  if (bytes === null) return failurePage(visit, 'not-found');
  return visit.context.body(new Uint8Array(bytes), 200, {
    'Content-Type': mediaTypes[format],
    'Content-Disposition': `attachment; filename="${fileName(report.asked, format)}"`,
  });
}
