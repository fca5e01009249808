/** One report to make, as plain data for a process of its own, and what becomes of it. */
import type { Config } from '../../config/schema/schema.ts';
import type { ContentRef } from '../../core/domain/content.ts';
import type { AskedReport, ReportFiles } from '../../core/reports/asked-report.ts';

export interface ReportJob {
  readonly asked: AskedReport;
  readonly now: number;
  readonly database: string;
  readonly dataDir: string;
  /** Only what it needs: the rest holds passwords. */
  readonly config: Pick<Config, 'schedule' | 'reports' | 'retention' | 'capture'>;
}

/** What a mail says about it. */
export interface ReportDigest {
  readonly title: string;
  readonly lead: string;
  readonly highlights: readonly { readonly label: string; readonly value: string }[];
  /** Incidents opened, without false alarms. */
  readonly incidents: number;
  readonly looks: number;
  readonly coverage: string;
}

export type ReportOutcome =
  | {
      readonly ok: true;
      readonly files: ReportFiles;
      readonly contents: readonly ContentRef[];
      readonly digest: ReportDigest;
      /** Why there is no PDF. */
      readonly failure: string | null;
    }
  | { readonly ok: false; readonly failure: string };

/** Makes one in a process of its own. Rejects when the signal aborts it. */
export type RunReport = (job: Pick<ReportJob, 'asked' | 'now'>, signal: AbortSignal) => Promise<ReportOutcome>;
