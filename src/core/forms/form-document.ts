/**
 * A filled form as the parts of an official document, which both printed formats lay out: everything that is worded is
 * decided here, as plain text.
 */
import { plainText } from '../text.ts';
import { chosenKey, type FormField, type FormTemplate, type FormValues, moreKey } from './form-template.ts';

export interface DocumentOption {
  readonly label: string;
  readonly isChosen: boolean;
  /** The line beside it; null where it asks for none, empty where nobody filled it in. */
  readonly more: string | null;
}

/** Choices of such options stand on one line. */
export function isShortOption({ more, label }: DocumentOption): boolean {
  return more === null && label.length < 28;
}

export type DocumentBlock =
  | { readonly type: 'section'; readonly title: string }
  /** On one line; an empty value is printed as a dotted line. */
  | { readonly type: 'line'; readonly label: string; readonly value: string }
  /** Below its label; no paragraphs are printed as dotted lines. */
  | { readonly type: 'text'; readonly label: string; readonly paragraphs: readonly string[] }
  | { readonly type: 'choice'; readonly label: string; readonly options: readonly DocumentOption[] };

export interface FormDocument {
  readonly mark: string;
  readonly parent: string;
  readonly agency: string;
  /** `Số: 12/BC-SYT`, with dots for what is not known. */
  readonly number: string;
  /** `Hà Nội, ngày 05 tháng 12 năm 2026`. */
  readonly placeAndDate: string;
  readonly heading: string;
  readonly about: string;
  readonly recipients: readonly string[];
  readonly basis: string;
  readonly blocks: readonly DocumentBlock[];
  readonly copies: readonly string[];
  readonly signTitle: string;
  readonly signName: string;
}

export function formDocument(template: FormTemplate, values: FormValues): FormDocument {
  const line = (id: string) => plainText(values[id] ?? '', 300);
  const number = line('head-number');
  return {
    mark: template.mark,
    parent: line('head-parent').toUpperCase(),
    agency: (line('head-agency') || '…………………………').toUpperCase(),
    // A number that was typed with its symbol stands as typed.
    number: number.includes('/') ? `Số: ${number}` : `Số: ${number || '……'}/${template.symbol}`,
    placeAndDate: `${line('head-place') || '……………'}, ${dayWords(values['head-date'] ?? '')}`,
    heading: template.heading,
    about: template.about,
    recipients: template.recipients,
    basis: `Căn cứ: ${template.legalBasis.map(({ document, date, article }) => `${article} ${document} ngày ${numericDate(date)}`.trim()).join('; ')}.`,
    blocks: template.sections.flatMap(({ title, fields }, index) => [
      { type: 'section' as const, title: `${romanOf(index + 1)}. ${title.vi}` },
      ...fields.map((field, place) => block(field, values, `${place + 1}. `)),
    ]),
    copies: template.copies,
    signTitle: (line('sign-title') || 'QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ').toUpperCase(),
    signName: line('sign-name'),
  };
}

function block(field: FormField, values: FormValues, number: string): DocumentBlock {
  const label = `${number}${field.label.vi}${field.required ? ' (*)' : ''}`;
  if ('options' in field) {
    const options = field.options.map(({ id, label: words, asks }) => ({
      label: words.vi,
      isChosen: values[chosenKey(field.id, id)] === '1',
      more: asks ? plainText(values[moreKey(field.id, id)] ?? '', 4_000) : null,
    }));
    return { type: 'choice', label, options };
  }
  const value = values[field.id] ?? '';
  if (field.type === 'text') {
    const paragraphs = value
      .split(/\r\n|\r|\n/)
      .map((one) => plainText(one, 4_000))
      .filter((one) => one !== '');
    return { type: 'text', label, paragraphs };
  }
  if (field.type === 'date') return { type: 'line', label, value: value === '' ? '' : dayWords(value) };
  return { type: 'line', label, value: plainText(field.type === 'time' ? timeWords(value) : value, 300) };
}

/**
 * `ngày 05 tháng 02 năm 2026`: a zero before days under ten and the first two months (Nghị định 30/2020, phụ lục I, II.4),
 * so that no digit can be put before them.
 */
function dayWords(date: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  if (year === undefined || month === undefined || day === undefined) return 'ngày …… tháng …… năm ………';
  return `ngày ${day} tháng ${Number(month) > 2 ? Number(month) : month} năm ${year}`;
}

function numericDate(date: string): string {
  const [year, month, day] = date.split('-');
  return `${Number(day)}/${Number(month)}/${year}`;
}

function timeWords(time: string): string {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(time) ?? [];
  return hours === undefined ? time : `${hours} giờ ${minutes} phút`;
}

const romans = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII', 'XIII', 'XIV', 'XV'];

function romanOf(number: number): string {
  return romans[number - 1] ?? String(number);
}
