/** Reads what a person typed into a form. Nothing of it has to be filled in: a draft may be saved at any time. */
import type { Words } from '../domain/words.ts';
import {
  chosenKey,
  type FormField,
  type FormTemplate,
  type FormValues,
  fieldsOf,
  longestText,
  moreKey,
} from './form-template.ts';

export interface Mistake {
  readonly key: string;
  readonly label: Words;
  readonly reason: Words;
}

/** Keys that the form does not have are left out. */
export function typedValues(
  template: FormTemplate,
  typed: FormValues,
): { readonly values: FormValues; readonly mistakes: readonly Mistake[] } {
  const values: Record<string, string> = {};
  const mistakes: Mistake[] = [];
  const take = (key: string, label: Words, type: keyof typeof longestText) => {
    const text = tidy(typed[key] ?? '', type);
    if (text === '') return;
    const reason = mistakeIn(text, type);
    if (reason === null) values[key] = text;
    else mistakes.push({ key, label, reason });
  };
  for (const field of fieldsOf(template)) {
    if (!('options' in field)) take(field.id, field.label, field.type);
    else {
      for (const { id, label, asks } of field.options) {
        if (isChosen(field, id, typed)) values[chosenKey(field.id, id)] = '1';
        if (asks) take(moreKey(field.id, id), label, 'text');
      }
    }
  }
  return { values, mistakes };
}

/** Of a choice of one, the field itself holds the option. */
function isChosen(field: FormField, option: string, typed: FormValues): boolean {
  return field.type === 'one' ? typed[field.id] === option : typed[chosenKey(field.id, option)] === '1';
}

/** Browsers send line breaks as CR LF. */
function tidy(text: string, type: keyof typeof longestText): string {
  return (type === 'text' ? text.replaceAll('\r\n', '\n') : text.replace(/[\r\n]+/g, ' ')).trim();
}

function mistakeIn(text: string, type: keyof typeof longestText): Words | null {
  const most = longestText[type];
  if (type === 'date' && !isDate(text))
    return { vi: 'không phải là một ngày, ví dụ 2026-12-05', en: 'is not a day like 2026-12-05' };
  if (type === 'time' && !/^([01]\d|2[0-3]):[0-5]\d$/.test(text))
    return { vi: 'không phải là giờ và phút, ví dụ 14:30', en: 'is not a time like 14:30' };
  if (Array.from(text).length > most)
    return { vi: `dài quá ${most} ký tự: hãy rút gọn`, en: `has more than ${most} characters: shorten it` };
  return null;
}

const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day of the calendar, like `2026-12-05`. */
export function isDate(text: string): boolean {
  const [, year, month, day] = /^([12]\d{3})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const isLeap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  return d >= 1 && d <= (m === 2 && !isLeap ? 28 : (daysIn[m - 1] ?? 0));
}
