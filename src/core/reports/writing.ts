/** What a report is written from, and in which language. */
import type { Words } from '../domain/words.ts';
import type { Cell, Language, ReportDocument } from './document.ts';
import type { Ending, PeriodFigures } from './figures.ts';
import type { ReportSpan, SpanBucket } from './spans.ts';

export interface ReportFacts {
  readonly span: ReportSpan;
  readonly spanBefore: ReportSpan;
  readonly madeAt: number;
  /** Before which day (`dayNumber`) it is due; null: none is set. */
  readonly dueDay: number | null;
  readonly timeZone: string;
  readonly buckets: readonly SpanBucket[];
  readonly figures: PeriodFigures;
  /** Null: nothing was recorded then. */
  readonly before: PeriodFigures | null;
  /** Of certificates and registrations, as of the making. */
  readonly endings: readonly Ending[];
  readonly endingDays: number;
  readonly scope: { readonly agency: string | null; readonly tag: string | null };
  readonly office: ReportDocument['office'];
}

/** Picks the language. */
export type Say = (vi: string, en: string) => string;

export interface Writing {
  readonly facts: ReportFacts;
  readonly language: Language;
  readonly say: Say;
  readonly words: (words: Words) => string;
  readonly cell: (cell: Cell) => string;
}

export const sayIn =
  (language: Language): Say =>
  (vi, en) =>
    language === 'vi' ? vi : en;
