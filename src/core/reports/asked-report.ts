/** A report that was asked for, by a person or by the schedule, and what became of it. */
import type { Language } from './document.ts';
import type { ReportSpan } from './spans.ts';

export interface AskedReport {
  readonly span: ReportSpan;
  readonly agencyId: number | null;
  readonly tagKey: string | null;
  /** Of the agency or the tag, as it was then; null: all portals. */
  readonly scopeName: string | null;
  readonly language: Language;
  /** Mailed when it is made. */
  readonly to: readonly string[];
  readonly attach: 'pdf' | 'xlsx' | 'none';
  /** The monthly summary for an agency. */
  readonly isSummary: boolean;
}

/** Files of a made report, by hash. */
export interface ReportFiles {
  readonly documentHash: string;
  /** Null: it could not be printed. */
  readonly pdfHash: string | null;
  readonly xlsxHash: string;
  readonly csvHash: string;
}

const minuteMs = 60_000;
/** Minutes after each failed attempt; then it is given up. */
const retryMinutes = [2, 15, 60] as const;

/** @returns when to try again; null: never */
export function retryAt(attempts: number, now: number): number | null {
  const minutes = retryMinutes[attempts - 1];
  return minutes === undefined ? null : now + minutes * minuteMs;
}
