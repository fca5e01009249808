/** A form that the rules ask for, as its file in `config/forms/` describes it. */
import type { Words } from '../domain/words.ts';
import type { KnownName } from './known-values.ts';

/** In the order in which they are handed in. */
export const formNames = ['initial', 'progress', 'final'] as const;
export type FormName = (typeof formNames)[number];

export interface FormOption {
  readonly id: string;
  readonly label: Words;
  /** Chosen when this is known of the incident. */
  readonly fill: KnownName | null;
  /** A line beside it says more. */
  readonly asks: boolean;
}

interface FieldBase {
  /** Unique within the form; under it the value is kept, so another file may rename everything but this. */
  readonly id: string;
  readonly label: Words;
  readonly required: boolean;
}

export interface TypedField extends FieldBase {
  readonly type: 'line' | 'text' | 'date' | 'time';
  readonly fill: KnownName | null;
}

export interface ChoiceField extends FieldBase {
  /** One option, or any number of them. */
  readonly type: 'one' | 'several';
  readonly options: readonly FormOption[];
}

export type FormField = TypedField | ChoiceField;

export interface FormSection {
  readonly title: Words;
  readonly fields: readonly FormField[];
}

/** A rule that asks for the form. */
export interface LegalBasis {
  /** Like "Thông tư 20/2017/TT-BTTTT". */
  readonly document: string;
  /** Like `2017-09-12`. */
  readonly date: string;
  /** Like "Điều 11". */
  readonly article: string;
}

export interface FormTemplate {
  readonly name: Words;
  /** Like "Mẫu số 03"; empty where the rules give none. */
  readonly mark: string;
  /** Kind of document and what it is about, as printed. */
  readonly heading: string;
  readonly about: string;
  /** After the number: `/BC-…`. */
  readonly symbol: string;
  readonly legalBasis: readonly LegalBasis[];
  /** Whether somebody has compared the file with the rules in force; shown until then, never printed. */
  readonly isChecked: boolean;
  readonly note: Words | null;
  /** Calendar days from the detection; null where the rules set no day. */
  readonly deadlineDays: number | null;
  readonly recipients: readonly string[];
  readonly copies: readonly string[];
  readonly sections: readonly FormSection[];
}

export type FormTemplates = Readonly<Record<FormName, FormTemplate>>;

/**
 * What stands in a form, by key: the field's id; for a choice `id:option` ('1' when chosen) and `id:option:more` for its
 * line. Absent is empty.
 */
export type FormValues = Readonly<Record<string, string>>;

export const chosenKey = (field: string, option: string): string => `${field}:${option}`;
export const moreKey = (field: string, option: string): string => `${field}:${option}:more`;

/** Head and signature of every official document (Nghị định 30/2020/NĐ-CP, phụ lục I), before and after the sections. */
export const headFields = [
  line('head-parent', 'Cơ quan chủ quản (dòng trên)', 'Governing body (upper line)'),
  line('head-agency', 'Cơ quan, tổ chức ban hành', 'Issuing agency', 'agency'),
  line('head-number', 'Số văn bản', 'Number of the document'),
  line('head-place', 'Địa danh', 'Place'),
  { ...line('head-date', 'Ngày ký', 'Date of signing'), type: 'date' as const },
] as const satisfies readonly TypedField[];

export const signatureFields = [
  line('sign-title', 'Chức vụ người ký', 'Position of the signatory'),
  line('sign-name', 'Họ tên người ký', 'Name of the signatory'),
] as const satisfies readonly TypedField[];

function line<Id extends string>(id: Id, vi: string, en: string, fill: KnownName | null = null) {
  return { id, type: 'line' as const, label: { vi, en }, required: false, fill };
}

export function fieldsOf(template: FormTemplate): readonly FormField[] {
  return [...headFields, ...template.sections.flatMap(({ fields }) => fields), ...signatureFields];
}

/** Every key under which the form keeps a value. */
export function keysOf(template: FormTemplate): string[] {
  return fieldsOf(template).flatMap((field) => {
    if (!('options' in field)) return [field.id];
    return field.options.flatMap(({ id, asks }) => [chosenKey(field.id, id), ...(asks ? [moreKey(field.id, id)] : [])]);
  });
}

/** Longest text of a field, in characters. */
export const longestText = { line: 300, text: 4_000, date: 10, time: 5 } as const;
