/** A form filled with what is known; what only people know stays absent. */
import {
  chosenKey,
  type FormField,
  type FormTemplate,
  type FormValues,
  fieldsOf,
  longestText,
  moreKey,
} from './form-template.ts';
import type { KnownValues } from './known-values.ts';

export function fillForm(template: FormTemplate, known: KnownValues): FormValues {
  return Object.fromEntries(fieldsOf(template).flatMap((field) => filled(field, known)));
}

/** Fields that still hold what was filled in before take what is known now; what people wrote or cleared stays. */
export function refillForm(
  template: FormTemplate,
  values: FormValues,
  filled: { readonly before: FormValues; readonly now: FormValues },
): FormValues {
  const next = new Map(Object.entries(values));
  for (const { id } of fieldsOf(template)) {
    if (textOf(values, id) !== textOf(filled.before, id)) continue;
    for (const key of keysOf(values, id)) next.delete(key);
    for (const key of keysOf(filled.now, id)) next.set(key, filled.now[key] ?? '');
  }
  return Object.fromEntries(next);
}

/** Of the field itself, its choices, and what is written beside them. */
const keysOf = (values: FormValues, id: string): string[] =>
  Object.keys(values).filter((key) => (values[key] ?? '') !== '' && (key === id || key.startsWith(`${id}:`)));

const textOf = (values: FormValues, id: string): string =>
  JSON.stringify(
    keysOf(values, id)
      .sort()
      .map((key) => [key, values[key]]),
  );

function filled(field: FormField, known: KnownValues): [string, string][] {
  if (!('options' in field)) {
    const text = field.fill === null ? undefined : known[field.fill];
    return text === undefined ? [] : [[field.id, Array.from(text).slice(0, longestText[field.type]).join('')]];
  }
  const fitting = field.options.flatMap(({ id, fill, asks }): [string, string][][] => {
    const text = fill === null ? undefined : known[fill];
    if (text === undefined) return [];
    const chosen: [string, string] = [chosenKey(field.id, id), '1'];
    return [asks && text !== '1' ? [chosen, [moreKey(field.id, id), text]] : [chosen]];
  });
  return (field.type === 'one' ? fitting.slice(0, 1) : fitting).flat();
}
