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
