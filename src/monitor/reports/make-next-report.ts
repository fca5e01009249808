/** Makes the report that has waited longest, and mails it to whom it is for. */
import type { ContentRef } from '../../core/domain/content.ts';
import type { ReportNotice } from '../../core/notices/about-monitor.ts';
import { retryAt } from '../../core/reports/asked-report.ts';
import { plainText } from '../../core/text.ts';
import { insertBlobs } from '../../store/evidence/blob-rows.ts';
import { nextAskedReport, type ReportRecord, saveFailedReport, saveMadeReport } from '../../store/records/reports.ts';
import { write } from '../../store/write.ts';
import type { NoticeParts } from '../notices/enqueue.ts';
import { notify } from '../notices/notify.ts';
import type { OperatorParts } from '../parts.ts';
import { fileName } from './file-name.ts';
import type { ReportOutcome, RunReport } from './report-job.ts';

type Parts = NoticeParts & Pick<OperatorParts, 'db' | 'clock' | 'log'> & { readonly runReport: RunReport };

/** @returns whether there was one */
export async function makeNextReport(parts: Parts, signal: AbortSignal): Promise<boolean> {
  const { db, clock, log } = parts;
  const report = await nextAskedReport(db, clock());
  if (report === null) return false;
  const { id } = report;
  const beganAt = clock();
  const outcome = await parts.runReport({ asked: report.asked, now: beganAt }, signal);
  if (!outcome.ok) {
    const { failure } = outcome;
    await write(db, (trx) => saveFailedReport(trx, report, failure, retryAt(report.attempts + 1, clock())));
    log.error({ reportId: id, failure }, 'a report could not be made');
    return true;
  }
  await write(db, async (trx) => {
    await insertBlobs(trx, outcome.contents, clock());
    const { files, failure } = outcome;
    if (!(await saveMadeReport(trx, id, { ...files, failure, at: beganAt }))) return;
    const { to } = report.asked;
    if (to.length === 0) return;
    const facts = noticeFacts(parts, report, outcome);
    await notify(trx, parts, 'report-made', facts, { at: clock(), site: null, recipients: to });
  });
  log.info({ reportId: id, durationMs: clock() - beganAt, failure: outcome.failure }, 'report made');
  return true;
}

function noticeFacts({ config }: Parts, { id, asked }: ReportRecord, outcome: Extract<ReportOutcome, { ok: true }>) {
  const { span, language, scopeName } = asked;
  const { title, lead, highlights, incidents, looks, coverage } = outcome.digest;
  const isVi = language === 'vi';
  const count = isVi ? `${incidents} sự cố` : incidents === 1 ? '1 incident' : `${incidents} incidents`;
  const none = isVi ? 'không có sự cố' : 'no incident';
  return {
    reportId: id,
    language,
    period: span.name[language],
    scopeName: scopeName === null ? null : plainText(scopeName, 200),
    title,
    lead,
    highlights,
    summary:
      incidents + looks === 0
        ? isVi
          ? 'không có số liệu giám sát'
          : 'nothing was recorded'
        : `${incidents === 0 ? none : count}, ${isVi ? 'theo dõi' : 'watched'} ${coverage}`,
    isQuiet: incidents === 0 && looks > 0,
    file: attachment(asked, outcome, config.reports.attachUpTo),
  };
}

/** None where it is too large, could not be made, or is not wanted. */
function attachment(
  asked: ReportRecord['asked'],
  { files, contents }: Extract<ReportOutcome, { ok: true }>,
  mostBytes: number,
): ReportNotice['file'] {
  const { attach } = asked;
  if (attach === 'none') return null;
  const hash = attach === 'pdf' ? files.pdfHash : files.xlsxHash;
  const content: ContentRef | undefined = contents.find((one) => one.hash === hash);
  if (content === undefined || content.sizeBytes > mostBytes) return null;
  return { hash: content.hash, name: fileName(asked, attach) };
}
