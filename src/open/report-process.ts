/** A process that makes one report, says how it went, and ends. */
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { printPage } from '../capture/browser/print/print-page.ts';
import { makeReportFiles } from '../monitor/reports/make-report-files.ts';
import type { ReportJob } from '../monitor/reports/report-job.ts';
import { openDatabase } from '../store/database.ts';
import { openBlobStore } from '../store/evidence/blobs.ts';
import { reportPage } from '../web/views/reports/report-page.tsx';

/** Looks come first; the browser inherits it. */
const politePriority = 10;

process.umask(0o077);
setPriority(politePriority);
// Nobody would hear of it; the browser ends with its pipe.
for (const end of ['disconnect', 'SIGTERM', 'SIGINT'] as const) process.once(end, () => process.exit(0));
process.once('message', async (job: ReportJob) => {
  const outcome = await make(job).catch((error: unknown) => ({
    ok: false as const,
    failure: error instanceof Error ? error.message : String(error),
  }));
  process.send?.(outcome, () => process.exit(0));
});

async function make(job: ReportJob) {
  const { config, database, dataDir } = job;
  const db = await openDatabase(database, { create: false, readonly: true, dataDir });
  try {
    const ports = { renderPage: reportPage, printPdf: (html: string) => printPage(config, html) };
    return await makeReportFiles(job, { db, blobs: openBlobStore(join(dataDir, 'blobs')), ports });
  } finally {
    await db.destroy();
  }
}
