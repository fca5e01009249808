/**
 * A report as it is read: sections of text, tables and drawings in one language. Every format is written from this one
 * model, so that all of them hold the same figures.
 */
import type { AttackKind } from '../domain/finding.ts';
import type { Words } from '../domain/words.ts';
import { momentWords, spanWords } from '../text.ts';

export type Language = keyof Words;

/** One value of a table. */
export type Cell =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'count'; readonly value: number }
  /** Milliseconds. */
  | { readonly type: 'duration'; readonly ms: number }
  /** 0 to 1, whole hundredths of a percent. */
  | { readonly type: 'share'; readonly value: number }
  | { readonly type: 'moment'; readonly at: number }
  /** More or less than before, in the unit of `of`; a share in percentage points. */
  | { readonly type: 'change'; readonly of: 'count' | 'duration' | 'share'; readonly value: number }
  /** `missing`: nobody recorded it. `nothing`: there was nothing to compute it from. */
  | { readonly type: 'none'; readonly why: 'missing' | 'nothing' };

export interface Column {
  readonly title: string;
  readonly isText?: true;
  /** Relative to the others of its table; 4 unless said otherwise. */
  readonly width?: Width;
}

export const widths = [2, 3, 4, 5, 6, 8, 12] as const;
export type Width = (typeof widths)[number];

export interface Table {
  readonly type: 'table';
  /** Unique in the document. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  /** As many cells as columns. */
  readonly rows: readonly (readonly Cell[])[];
  /** Under the table: what it leaves out. */
  readonly note?: string;
}

export interface Bars {
  readonly type: 'bars';
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly series: readonly { readonly kind: AttackKind; readonly name: string }[];
  /** One count per series; null: nothing was looked at. */
  readonly bars: readonly { readonly label: string; readonly counts: readonly number[] | null }[];
  readonly missingText: string;
}

export interface Strip {
  readonly type: 'strip';
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** 0 to 1; null: nothing was to be looked at. */
  readonly cells: readonly { readonly label: string; readonly share: number | null }[];
}

export interface Paragraph {
  readonly type: 'paragraph';
  readonly text: string;
}

export type Block = Paragraph | Table | Bars | Strip;

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Begins on a new page. */
  readonly isAppendix?: true;
  /** Printed across. */
  readonly isWide?: true;
}

export interface ReportDocument {
  readonly language: Language;
  readonly timeZone: string;
  /** Whose report it is; empty: left to fill in by hand. */
  readonly office: {
    readonly parent: string;
    readonly name: string;
    readonly place: string;
    readonly addressee: string;
  };
  readonly title: string;
  /** Period and scope, under the title. */
  readonly subtitle: readonly string[];
  readonly madeAt: number;
  readonly sections: readonly Section[];
  /** The figures that a mail and a list name. */
  readonly highlights: readonly { readonly label: string; readonly value: Cell }[];
  readonly lead: string;
  /** Opened, without false alarms. */
  readonly incidents: number;
  /** All looks of the period; without any, nothing is known about incidents. */
  readonly looks: number;
  readonly coverage: Cell;
}

export const text = (value: string): Cell => ({ type: 'text', text: value });
export const count = (value: number): Cell => ({ type: 'count', value });
export const missing: Cell = { type: 'none', why: 'missing' };
export const nothing: Cell = { type: 'none', why: 'nothing' };

/** Never rounded up to all of it. */
export function share(value: number | null): Cell {
  return value === null ? missing : { type: 'share', value: wholeShare(value) };
}

function wholeShare(value: number): number {
  return Math.floor(value * 10_000 + 1e-7) / 10_000;
}

export function duration(ms: number | null): Cell {
  return ms === null ? nothing : { type: 'duration', ms };
}

export const moment = (at: number | null): Cell => (at === null ? nothing : { type: 'moment', at });

/** The difference of two cells of one unit. */
export function change(now: Cell, before: Cell): Cell {
  if (now.type === 'count' && before.type === 'count')
    return { type: 'change', of: 'count', value: now.value - before.value };
  if (now.type === 'duration' && before.type === 'duration')
    return { type: 'change', of: 'duration', value: now.ms - before.ms };
  if (now.type === 'share' && before.type === 'share')
    return { type: 'change', of: 'share', value: Math.round((now.value - before.value) * 10_000) / 10_000 };
  return before.type === 'none' && before.why === 'missing' ? missing : nothing;
}

export type ReadingOptions = Pick<ReportDocument, 'language' | 'timeZone'>;

/** A cell as people read it, in every format that is not a spreadsheet. */
export function cellText(cell: Cell, { language, timeZone }: ReadingOptions): string {
  switch (cell.type) {
    case 'text':
      return cell.text;
    case 'count':
      return countText(cell.value, language);
    case 'duration':
      return spanWords(cell.ms)[language];
    case 'share':
      return `${decimals(cell.value * 100, language)} %`;
    case 'moment':
      return momentWords(cell.at, timeZone)[language];
    case 'change':
      return changeText(cell, language);
    case 'none':
      return noneWords[cell.why][language];
  }
}

export const noneWords: Readonly<Record<'missing' | 'nothing', Words>> = {
  missing: { vi: 'không có số liệu', en: 'no data' },
  nothing: { vi: '–', en: '–' },
};

function changeText({ of, value }: Extract<Cell, { type: 'change' }>, language: Language): string {
  if (value === 0) return language === 'vi' ? 'không đổi' : 'no change';
  const sign = value > 0 ? '+' : '−';
  const size = Math.abs(value);
  if (of === 'count') return `${sign}${countText(size, language)}`;
  if (of === 'duration') return `${sign}${spanWords(size)[language]}`;
  return `${sign}${decimals(size * 100, language)} ${language === 'vi' ? 'điểm %' : 'points'}`;
}

const countFormats = {
  vi: new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 20 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 20 }),
};

/** `1.234` or `1,234`. */
export function countText(value: number, language: Language): string {
  return countFormats[language].format(value);
}

/** At most two. */
function decimals(value: number, language: Language): string {
  return countText(Math.round(value * 100) / 100, language);
}
