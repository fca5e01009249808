/** A made report in the store, with real files but no browser. */
import { configSchema } from '../../../src/config/schema/schema.ts';
import { latestClosed } from '../../../src/core/reports/spans.ts';
import { makeReportFiles } from '../../../src/monitor/reports/make-report-files.ts';
import { insertBlobs } from '../../../src/store/evidence/blob-rows.ts';
import { insertReport, saveMadeReport } from '../../../src/store/records/reports.ts';
import { write } from '../../../src/store/write.ts';
import { reportPage } from '../../../src/web/views/reports/report-page.tsx';
import type { SeedStore } from '../seed-desk.ts';

export interface SeededReport {
  readonly agencyId: number | null;
  readonly scopeName: string | null;
  readonly at: number;
}

/** Of the latest month. @returns its number */
export async function seedReport(store: SeedStore, { agencyId, scopeName, at }: SeededReport): Promise<number> {
  const { db, blobs } = store;
  const config = configSchema.parse({});
  const span = latestClosed('month', at, config.reports.closingDays, config.schedule.timezone);
  const asked = {
    span,
    agencyId,
    tagKey: null,
    scopeName,
    language: 'vi',
    to: [],
    attach: 'none',
    isSummary: false,
  } as const;
  const ports = { renderPage: reportPage, printPdf: async () => new TextEncoder().encode(`%PDF-1.7 ${scopeName}`) };
  const outcome = await makeReportFiles({ asked, now: at, config, database: '', dataDir: '' }, { db, blobs, ports });
  if (!outcome.ok) throw new Error(outcome.failure);
  return write(db, async (trx) => {
    const id = (await insertReport(trx, { slot: null, asked, askedBy: 'minh.anh', at })) ?? 0;
    await insertBlobs(trx, outcome.contents, at);
    await saveMadeReport(trx, id, { ...outcome.files, failure: outcome.failure, at });
    return id;
  });
}
