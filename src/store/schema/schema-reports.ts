/** Table of period reports. */
import type { Generated } from 'kysely';
import type { Fixed } from './fixed.ts';

export interface ReportTable {
  id: Generated<number>;
  /** What a schedule makes once: period, scope and language. Null: a person asked for it. */
  slot: Fixed<string | null>;
  /** Whose people may read it; null: people who serve every agency. */
  agencyId: Fixed<number | null>;
  /** `AskedReport` */
  requestJson: Fixed<string>;
  askedBy: Fixed<string>;
  askedAt: Fixed<number>;
  status: 'asked' | 'made' | 'failed';
  attempts: number;
  nextAttemptAt: number;
  madeAt: number | null;
  /** One English sentence: why the latest attempt, or the print alone, failed. */
  failure: string | null;
  /** JSON of the `ReportDocument`, from which the page is drawn. */
  documentHash: string | null;
  pdfHash: string | null;
  xlsxHash: string | null;
  csvHash: string | null;
}
