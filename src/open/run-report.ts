/** Starts the process of a report, and ends it with the monitor or when it takes too long. */
import { databaseFile } from '../config/load.ts';
import type { Config } from '../config/schema/schema.ts';
import type { ReportJob, ReportOutcome, RunReport } from '../monitor/reports/report-job.ts';
import { createJobProcess } from './job-process.ts';

/** Ten thousand portals on a small server. */
const limitMs = 15 * 60_000;
const heapMegabytes = 768;

export interface Reports {
  readonly run: RunReport;
  close(): Promise<void>;
}

export function createReports(config: Config): Reports {
  const process = createJobProcess<ReportJob, ReportOutcome>({
    moduleUrl: import.meta.url,
    file: 'report-process',
    limitMs,
    heapMegabytes,
    failed: (failure) => ({ ok: false, failure }),
  });
  return {
    run(given, signal) {
      const { schedule, reports, retention, capture, dataDir } = config;
      const own = { schedule, reports, retention, capture };
      return process.run({ ...given, config: own, dataDir, database: databaseFile(config) }, signal);
    },
    close: process.close,
  };
}
